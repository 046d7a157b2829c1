using Microsoft.CodeAnalysis;

namespace ApiSecurity.Analyzers;

/// <summary>The types that a database keeps: those of a DbContext's sets, and those that have an object policy.</summary>
internal sealed class Entities(WebSymbols web)
{
    private readonly Lazy<HashSet<ISymbol>> _all = new(() => Find(web));
    private readonly Registrations _registrations = new(web.Compilation);

    /// <summary>The entity that a value is, or holds: <c>Order</c> of <c>List&lt;Order&gt;</c>.</summary>
    public ITypeSymbol? In(ITypeSymbol? type)
    {
        foreach (var inner in type.Unwrapped())
        {
            if (_all.Value.Contains(inner.OriginalDefinition) && !HasRulesOfItsOwn(inner) && !_registrations.HasPropertyRules(inner))
            {
                return inner;
            }
        }

        return null;
    }

    /// <summary>Whether its members say who may read and write them: then it is made for clients.</summary>
    private static bool HasRulesOfItsOwn(ITypeSymbol type)
    {
        for (var current = type; current is not null; current = current.BaseType)
        {
            foreach (var member in current.GetMembers())
            {
                // On a record's parameter it means the property of that name.
                if (member is IPropertySymbol && SaysWho(member) || member is IMethodSymbol { MethodKind: MethodKind.Constructor } constructor && constructor.Parameters.Any(SaysWho))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static bool SaysWho(ISymbol member) => member.GetAttributes().Any(attribute => attribute.AttributeClass is { Name: "ReadableByAttribute" or "WritableByAttribute" or "SensitiveAttribute" } type && type.IsBelow("ApiSecurity"));

    private static HashSet<ISymbol> Find(WebSymbols web)
    {
        var all = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        if (web.DbSet is null && web.ObjectPolicy is null)
        {
            return all;
        }

        Add(web.Compilation.Assembly.GlobalNamespace);
        foreach (var reference in web.Compilation.SourceModule.ReferencedAssemblySymbols)
        {
            // Projects beside this one: what does not use EF Core or the library has no entities.
            if (!reference.Name.StartsWith("Microsoft.", StringComparison.Ordinal) && !reference.Name.StartsWith("System", StringComparison.Ordinal)
                && reference.Modules.Any(module => module.ReferencedAssemblies.Any(name => name.Name is "Microsoft.EntityFrameworkCore" or "ApiSecurity")))
            {
                Add(reference.GlobalNamespace);
            }
        }

        return all;

        void Add(INamespaceOrTypeSymbol scope)
        {
            foreach (var member in scope.GetMembers())
            {
                if (member is INamespaceSymbol space)
                {
                    Add(space);
                }
                else if (member is INamedTypeSymbol { TypeKind: TypeKind.Class } type)
                {
                    AddOf(type);
                    Add(type);
                }
            }
        }

        void AddOf(INamedTypeSymbol type)
        {
            if (type.AncestorThatIs(web.ObjectPolicy) is { } policy)
            {
                all.Add(policy.TypeArguments[0].OriginalDefinition);
            }

            if (!type.DerivesFrom(web.DbContext))
            {
                return;
            }

            for (INamedTypeSymbol? context = type; context is not null && !context.Is(web.DbContext); context = context.BaseType)
            {
                foreach (var property in context.GetMembers().OfType<IPropertySymbol>())
                {
                    if (property.Type is INamedTypeSymbol { TypeArguments.Length: 1 } set && set.OriginalDefinition.Is(web.DbSet))
                    {
                        all.Add(set.TypeArguments[0].OriginalDefinition);
                    }
                }
            }
        }
    }
}
