using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ApiSecurity.Analyzers;

/// <summary>
/// Which values of a method come from the request. It does not follow the order of statements: a local is the request's if any of
/// the values that it is given is. It goes through locals, members, text that is put together and the framework's conversions.
/// </summary>
internal sealed partial class RequestFlow
{
    private static readonly ImmutableHashSet<Origin> Nothing = ImmutableHashSet<Origin>.Empty;

    private readonly WebSymbols _web;
    private readonly Dictionary<ISymbol, ImmutableHashSet<Origin>> _values;
    private readonly Dictionary<ISymbol, ImmutableHashSet<Origin>> _texts;
    private readonly HashSet<Origin> _checked = [];

    /// <param name="body">The method's code.</param>
    /// <param name="web">The framework's types.</param>
    /// <param name="sources">What the request fills.</param>
    /// <param name="checkedBefore">What the caller of the method has checked already.</param>
    public RequestFlow(IOperation body, WebSymbols web, IReadOnlyDictionary<ISymbol, ImmutableHashSet<Origin>> sources, IEnumerable<Origin>? checkedBefore = null)
    {
        _web = web;
        _checked.UnionWith(checkedBefore ?? []);
        Body = body;
        _values = new(SymbolEqualityComparer.Default);
        _texts = new(SymbolEqualityComparer.Default);
        foreach (var source in sources)
        {
            _values[source.Key] = source.Value;
            _texts[source.Key] = TypeOf(source.Key).CarriesNoText() ? Nothing : source.Value;
        }

        Operations = [.. body.DescendantsAndSelf()];
        for (var round = 0; round < 6 && Spread(); round++)
        {
        }

        FindChecks();
    }

    public IOperation Body { get; }

    public ImmutableArray<IOperation> Operations { get; }

    public bool IsFromRequest(IOperation operation) => !OriginsOf(operation).IsEmpty;

    /// <summary>Where the value came in; nothing, if it is not the request's.</summary>
    public ImmutableHashSet<Origin> OriginsOf(IOperation? operation) => Origins(operation, _values, text: false);

    /// <summary>The same for text alone: a number can't carry a path or a host.</summary>
    public ImmutableHashSet<Origin> TextOriginsOf(IOperation? operation) => Origins(operation, _texts, text: true);

    public IEnumerable<Origin> Checked => _checked;

    /// <summary>Whether what came in was looked at by a condition before.</summary>
    public bool IsChecked(ImmutableHashSet<Origin> origins) => origins.Any(origin => _checked.Any(origin.Overlaps));

    /// <summary>Whether <c>[ObjectReference&lt;T&gt;]</c> has the ids checked before the endpoint runs.</summary>
    public bool IsReference(IOperation value)
    {
        if (value.Bare() is IMemberReferenceOperation { Member: { } member } && member.HasAttribute(_web.ObjectReference))
        {
            return true;
        }

        var origins = OriginsOf(value);
        return !origins.IsEmpty && origins.All(origin => origin.Member is { } name
            ? TypeOf(origin.Symbol) is { } type && IsReference(type, name)
            : origin.Symbol.HasAttribute(_web.ObjectReference));
    }

    private bool IsReference(ITypeSymbol type, string member) => type.GetMembers(member).Any(property => property.HasAttribute(_web.ObjectReference));

    private bool Spread()
    {
        var changed = false;
        foreach (var operation in Operations)
        {
            switch (operation)
            {
                case IVariableDeclaratorOperation declarator:
                    Give(declarator.Symbol, (declarator.Initializer ?? (declarator.Parent as IVariableDeclarationOperation)?.Initializer)?.Value);
                    break;
                case IDeconstructionAssignmentOperation { Target: ITupleOperation targets } deconstruction:
                    foreach (var target in targets.Elements)
                    {
                        Give(SymbolOf(target), deconstruction.Value);
                    }

                    break;
                case IAssignmentOperation { Target: ILocalReferenceOperation or IParameterReferenceOperation } assignment:
                    Give(SymbolOf(assignment.Target), assignment.Value);
                    break;
                case IForEachLoopOperation loop:
                    foreach (var local in loop.Locals)
                    {
                        Give(local, loop.Collection);
                    }

                    break;
                case IIsPatternOperation { Pattern: IDeclarationPatternOperation { DeclaredSymbol: { } named } } matched:
                    Give(named, matched.Value);
                    break;
                case IIsPatternOperation { Pattern: IRecursivePatternOperation { DeclaredSymbol: { } named } } matched:
                    Give(named, matched.Value);
                    break;
                case IInvocationOperation invocation:
                    GiveToOutAndLambdas(invocation);
                    break;
            }
        }

        return changed;

        void Give(ISymbol? symbol, IOperation? value)
        {
            if (symbol is not null && value is not null)
            {
                changed |= Add(_values, symbol, OriginsOf(value));
                changed |= !TypeOf(symbol).CarriesNoText() && Add(_texts, symbol, TextOriginsOf(value));
            }
        }

        void GiveToOutAndLambdas(IInvocationOperation invocation)
        {
            if (!invocation.TargetMethod.IsBelow("System"))
            {
                return;
            }

            IOperation? from = null;
            foreach (var argument in invocation.Arguments)
            {
                from ??= IsFromRequest(argument.Value) ? argument.Value : null;
            }

            from ??= invocation.Instance is { } instance && IsFromRequest(instance) ? instance : null;
            if (from is null)
            {
                return;
            }

            foreach (var argument in invocation.Arguments)
            {
                var value = argument.Value.Bare();
                if (argument.Parameter?.RefKind is RefKind.Out)
                {
                    Give(SymbolOf(value), from);
                }
                else if (value is IAnonymousFunctionOperation lambda && invocation.TargetMethod.ContainingType.Name == "Enumerable")
                {
                    foreach (var parameter in lambda.Symbol.Parameters)
                    {
                        Give(parameter, from);
                    }
                }
            }
        }
    }

    private static bool Add(Dictionary<ISymbol, ImmutableHashSet<Origin>> to, ISymbol symbol, ImmutableHashSet<Origin> origins)
    {
        if (origins.IsEmpty)
        {
            return false;
        }

        var known = to.TryGetValue(symbol, out var before) ? before : Nothing;
        var after = known.Union(origins);
        to[symbol] = after;
        return after.Count != known.Count;
    }

    private static ISymbol? SymbolOf(IOperation operation) => operation switch
    {
        ILocalReferenceOperation local => local.Local,
        IParameterReferenceOperation parameter => parameter.Parameter,
        IDeclarationExpressionOperation declaration => SymbolOf(declaration.Expression),
        _ => null,
    };

    private static ITypeSymbol? TypeOf(ISymbol symbol) => symbol switch
    {
        IParameterSymbol parameter => parameter.Type,
        ILocalSymbol local => local.Type,
        IPropertySymbol property => property.Type,
        _ => null,
    };
}
