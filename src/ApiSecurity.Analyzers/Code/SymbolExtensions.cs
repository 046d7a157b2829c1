using Microsoft.CodeAnalysis;

namespace ApiSecurity.Analyzers;

internal static class SymbolExtensions
{
    /// <summary>Whether the project holds tests.</summary>
    public static bool IsOfTests(this Compilation compilation) => compilation.ReferencedAssemblyNames.Any(name =>
        name.Name is "xunit.core" or "xunit.v3.core" or "nunit.framework" or "Microsoft.VisualStudio.TestPlatform.TestFramework" or "MSTest.TestFramework" or "TUnit.Core");

    public static bool Is(this ISymbol? symbol, ISymbol? other) => symbol is not null && SymbolEqualityComparer.Default.Equals(symbol, other);

    /// <summary>Whether the type is the other one or inherits from it, type arguments aside.</summary>
    public static bool DerivesFrom(this ITypeSymbol? type, INamedTypeSymbol? ancestor) => type.AncestorThatIs(ancestor) is not null;

    public static INamedTypeSymbol? AncestorThatIs(this ITypeSymbol? type, INamedTypeSymbol? ancestor)
    {
        if (ancestor is null)
        {
            return null;
        }

        for (var current = type as INamedTypeSymbol; current is not null; current = current.BaseType)
        {
            if (current.OriginalDefinition.Is(ancestor))
            {
                return current;
            }
        }

        return null;
    }

    public static bool Implements(this ITypeSymbol? type, INamedTypeSymbol? contract)
    {
        if (type is null || contract is null)
        {
            return false;
        }

        if (type.OriginalDefinition.Is(contract))
        {
            return true;
        }

        foreach (var implemented in type.AllInterfaces)
        {
            if (implemented.OriginalDefinition.Is(contract))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether the symbol lives in the namespace or below it.</summary>
    public static bool IsBelow(this ISymbol? symbol, string space)
    {
        var name = symbol?.ContainingNamespace?.ToDisplayString() ?? "";
        return name.StartsWith(space, StringComparison.Ordinal) && (name.Length == space.Length || name[space.Length] == '.');
    }

    public static bool HasAttribute(this ISymbol symbol, INamedTypeSymbol? attribute)
    {
        if (attribute is not null)
        {
            foreach (var data in symbol.GetAttributes())
            {
                if (data.AttributeClass.DerivesFrom(attribute) || data.AttributeClass.Implements(attribute))
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary><c>T</c> of <c>Task&lt;T&gt;</c>, <c>IQueryable&lt;T&gt;</c>, <c>ActionResult&lt;T&gt;</c> and their like, as deep as they are nested.</summary>
    public static IEnumerable<ITypeSymbol> Unwrapped(this ITypeSymbol? type)
    {
        switch (type)
        {
            case IArrayTypeSymbol array:
                return array.ElementType.Unwrapped();
            case INamedTypeSymbol { IsGenericType: true } generic when !generic.IsAnonymousType && (generic.IsBelow("System") || generic.IsBelow("Microsoft")):
                return generic.TypeArguments.SelectMany(argument => argument.Unwrapped());
            case null:
                return [];
            default:
                return [type];
        }
    }

    /// <summary>Numbers, dates, ids, enumerations: values that can't carry a path, a host or SQL.</summary>
    public static bool CarriesNoText(this ITypeSymbol? type)
    {
        switch (type)
        {
            case null:
                return false;
            case { TypeKind: TypeKind.Enum }:
                return true;
            case INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable:
                return nullable.TypeArguments[0].CarriesNoText();
        }

        return type.SpecialType is >= SpecialType.System_Boolean and <= SpecialType.System_Double and not SpecialType.System_Char or SpecialType.System_DateTime
            || type.IsValueType && type.IsBelow("System") && type.Name is "Guid" or "DateTimeOffset" or "DateOnly" or "TimeOnly" or "TimeSpan";
    }
}
