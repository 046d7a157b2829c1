using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ApiSecurity.Analyzers;

/// <summary>An object is loaded, changed or deleted by an id of the request, and nothing asks whose it is.</summary>
internal sealed class ObjectByIdRule : FlowRule
{
    /// <summary>Told to the code fix, which narrows the query.</summary>
    internal const string Id = "APISEC001";

    private static readonly DiagnosticDescriptor Rule = new(
        Id,
        "An object is taken by the request's id, whoever asks",
        "{0} is taken by '{1}', which the client chooses, and no policy asks whose it is: take Authorized<{0}> or narrow the query with ObjectAuthorizer.Filter",
        RuleSet.Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: RuleSet.Page + "apisec001");

    public override DiagnosticDescriptor Descriptor => Rule;

    public override void Visit(IOperation operation, FlowVisit visit)
    {
        if (visit.Web.DbSet is null || visit.Handler.IsOpen || visit.Handler.IsGuarded || operation is not IInvocationOperation invocation)
        {
            return;
        }

        var taken = Taken(invocation, visit);
        if (taken is { Type: { } type, By: { } by } && !ObjectChecks.Exist(visit, type))
        {
            visit.Report(Rule, invocation, type.Name, by);
        }
    }

    private static (ITypeSymbol? Type, string? By) Taken(IInvocationOperation invocation, FlowVisit visit) => invocation.TargetMethod.Name switch
    {
        "Find" or "FindAsync" => ByKey(invocation, visit),
        "FromSql" or "FromSqlInterpolated" or "FromSqlRaw" => BySql(invocation, visit),
        _ => ByPredicate(invocation, visit),
    };

    private static (ITypeSymbol?, string?) ByKey(IInvocationOperation invocation, FlowVisit visit)
    {
        var owner = invocation.TargetMethod.ContainingType;
        var type = owner.AncestorThatIs(visit.Web.DbSet)?.TypeArguments[0]
            ?? (owner.DerivesFrom(visit.Web.DbContext) && invocation.TargetMethod.TypeArguments.Length == 1 ? invocation.TargetMethod.TypeArguments[0] : null);
        return type is null ? default : (type, invocation.Arguments.Select(argument => OriginOf(argument.Value, visit)).FirstOrDefault(name => name is not null));
    }

    private static (ITypeSymbol?, string?) BySql(IInvocationOperation invocation, FlowVisit visit)
    {
        if (!invocation.TargetMethod.IsBelow("Microsoft.EntityFrameworkCore") || invocation.TargetMethod.TypeArguments.Length != 1)
        {
            return default;
        }

        var by = invocation.Arguments.Skip(1)
            .SelectMany(argument => visit.Flow.OriginsOf(argument.Value))
            .FirstOrDefault(origin => ObjectQuery.IsIdName(origin.Name));
        return by.Symbol is null ? default : (invocation.TargetMethod.TypeArguments[0], by.Name);
    }

    private static (ITypeSymbol?, string?) ByPredicate(IInvocationOperation invocation, FlowVisit visit)
    {
        if (!ObjectQuery.IsQuery(invocation, visit.Web) || ObjectQuery.PredicateOf(invocation) is not { Symbol.Parameters.Length: 1 } predicate)
        {
            return default;
        }

        var key = ObjectQuery.KeyOf(predicate, visit.Flow);
        return key is null || ObjectQuery.IsNarrowed(invocation, visit) ? default : (predicate.Symbol.Parameters[0].Type, key);
    }

    private static string? OriginOf(IOperation value, FlowVisit visit)
    {
        if (visit.Flow.IsReference(value) || value.ChildOperations.Any(visit.Flow.IsReference))
        {
            return null;
        }

        foreach (var origin in visit.Flow.OriginsOf(value))
        {
            return origin.Name;
        }

        return null;
    }
}
