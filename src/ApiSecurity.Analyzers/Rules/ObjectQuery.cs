using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ApiSecurity.Analyzers;

/// <summary>Reads LINQ queries of a database: by which of the request's values they choose, and whether by the caller too.</summary>
internal static class ObjectQuery
{
    public static bool IsQuery(IInvocationOperation invocation, WebSymbols web) =>
        invocation.TargetMethod is { IsExtensionMethod: true } method
        && method.Name is "Where" or "First" or "FirstOrDefault" or "FirstAsync" or "FirstOrDefaultAsync" or "Single" or "SingleOrDefault" or "SingleAsync" or "SingleOrDefaultAsync"
            or "Count" or "CountAsync" or "LongCount" or "LongCountAsync"
            or "Last" or "LastOrDefault" or "LastAsync" or "LastOrDefaultAsync"
        && (method.ContainingType.Name == "Queryable" || method.IsBelow("Microsoft.EntityFrameworkCore"))
        && (invocation.Receiver()?.Bare().Type).Implements(web.Queryable);

    public static IAnonymousFunctionOperation? PredicateOf(IInvocationOperation invocation)
    {
        foreach (var argument in invocation.Arguments)
        {
            if (argument.Value.Bare() is IAnonymousFunctionOperation lambda)
            {
                return lambda;
            }
        }

        return null;
    }

    /// <summary>The request's value that the predicate holds a key against; <see langword="null"/>, if none or the caller's own beside it.</summary>
    public static string? KeyOf(IAnonymousFunctionOperation predicate, RequestFlow flow)
    {
        string? key = null;
        foreach (var operation in predicate.Body.Descendants())
        {
            foreach (var (member, value) in Comparisons(operation, predicate.Symbol.Parameters[0]))
            {
                var origins = flow.OriginsOf(value);
                if (origins.IsEmpty)
                {
                    if (!value.Bare().IsConstant() && !ComesFrom(value, predicate.Symbol.Parameters[0]))
                    {
                        return null;
                    }
                }
                else if (flow.IsReference(value))
                {
                    return null;
                }
                else if (IsIdName(member) || origins.Any(origin => IsIdName(origin.Name)))
                {
                    key ??= origins.First().Name;
                }
            }
        }

        return key;
    }

    /// <summary>Whether the query goes through a policy, or asks for the caller's own in another place.</summary>
    public static bool IsNarrowed(IInvocationOperation invocation, FlowVisit visit)
    {
        if (Narrows(invocation.Receiver(), visit, depth: 4))
        {
            return true;
        }

        for (var next = EndpointMaps.CallOn(invocation); next is not null; next = EndpointMaps.CallOn(next))
        {
            if (IsQuery(next, visit.Web) && PredicateOf(next) is { Symbol.Parameters.Length: 1 } predicate && AsksForCaller(predicate, visit.Flow)
                || next.TargetMethod.Name is "Any" or "AnyAsync")
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether the source of a query is narrowed already, in the chain before it or in what its local was given.</summary>
    private static bool Narrows(IOperation? source, FlowVisit visit, int depth)
    {
        for (var current = source?.Resolved(); current is not null; current = (current as IInvocationOperation)?.Receiver()?.Resolved())
        {
            switch (current)
            {
                case IInvocationOperation call when call.TargetMethod.ContainingType.Is(visit.Web.ObjectAuthorizer) || call.TargetMethod.Name == "AsQueryable"
                    || IsQuery(call, visit.Web) && PredicateOf(call) is { Symbol.Parameters.Length: 1 } predicate && AsksForCaller(predicate, visit.Flow):
                    return true;
                case ILocalReferenceOperation local when depth > 0:
                    return visit.Flow.Operations.Any(operation => operation is IAssignmentOperation { Target: ILocalReferenceOperation target } assignment && target.Local.Is(local.Local) && Narrows(assignment.Value, visit, depth - 1)
                        || operation is IVariableDeclaratorOperation { Initializer: { } initializer } declarator && declarator.Symbol.Is(local.Local) && Narrows(initializer.Value, visit, depth - 1));
            }
        }

        return false;
    }

    /// <summary>Names that keys have: Id, OrderId, order_id, ids, Key, Guid, Number.</summary>
    public static bool IsIdName(string name)
    {
        foreach (var ending in new[] { "Id", "ID", "Ids", "_id", "Key", "Guid", "Uuid", "Number", "Slug" })
        {
            if (name.EndsWith(ending, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return name is "id" or "ids" or "key" or "guid" or "uuid" or "number" or "slug";
    }

    /// <summary>A comparison with what is neither written out nor the request's: the caller's subject or tenant, most of the time.</summary>
    private static bool AsksForCaller(IAnonymousFunctionOperation predicate, RequestFlow flow) =>
        predicate.Body.Descendants().Any(operation => Comparisons(operation, predicate.Symbol.Parameters[0])
            .Any(comparison => flow.OriginsOf(comparison.Value).IsEmpty && !comparison.Value.Bare().IsConstant() && !ComesFrom(comparison.Value, predicate.Symbol.Parameters[0])));

    /// <summary>What members of the object are held against: <c>o.Id == id</c>, <c>o.Id.Equals(id)</c>, <c>ids.Contains(o.Id)</c>.</summary>
    private static IEnumerable<(string Member, IOperation Value)> Comparisons(IOperation operation, IParameterSymbol element)
    {
        switch (operation)
        {
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals } equals:
                if (MemberOf(equals.LeftOperand, element) is { } left)
                {
                    yield return (left, equals.RightOperand);
                }

                if (MemberOf(equals.RightOperand, element) is { } right)
                {
                    yield return (right, equals.LeftOperand);
                }

                break;
            case IInvocationOperation { TargetMethod.Name: "Equals" or "Contains" } call:
                var parts = call.Arguments.Select(argument => argument.Value).Concat(call.Instance is { } instance ? [instance] : []).ToList();
                foreach (var part in parts)
                {
                    if (MemberOf(part, element) is { } member)
                    {
                        foreach (var other in parts.Where(other => other != part && other.Type?.Name != "StringComparison"))
                        {
                            yield return (member, other);
                        }
                    }
                }

                break;
        }
    }

    private static string? MemberOf(IOperation operation, IParameterSymbol element) =>
        operation.Bare() is IMemberReferenceOperation member && ComesFrom(member, element) ? member.Member.Name : null;

    private static bool ComesFrom(IOperation operation, IParameterSymbol element)
    {
        var current = operation.Bare();
        while (true)
        {
            switch (current)
            {
                case IParameterReferenceOperation parameter:
                    return parameter.Parameter.Is(element);
                case IMemberReferenceOperation { Instance: { } instance }:
                    current = instance.Bare();
                    break;
                case IInvocationOperation invocation when invocation.Receiver() is { } receiver:
                    current = receiver.Bare();
                    break;
                default:
                    return false;
            }
        }
    }
}
