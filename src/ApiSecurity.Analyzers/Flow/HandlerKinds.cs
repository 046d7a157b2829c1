using Microsoft.CodeAnalysis;

namespace ApiSecurity.Analyzers;

/// <summary>Which methods answer requests, and which of their parameters the request fills.</summary>
internal sealed class HandlerKinds(WebSymbols web)
{
    private readonly Registrations _registrations = new(web.Compilation);

    /// <summary>Of a minimal API's handler.</summary>
    /// <param name="method">The handler.</param>
    /// <param name="map">The method that maps it: <c>MapGet</c> reads no body unless it is told to.</param>
    public IEnumerable<ISymbol> SourcesOfEndpoint(IMethodSymbol method, string map) =>
        method.Parameters.Where(parameter => IsBound(parameter) && (IsSaid(parameter) || IsValue(parameter.Type) || map is not ("MapGet" or "MapDelete") && IsBody(parameter.Type)));

    /// <summary>Of an action, a page's handler, a hub's or a service's method; <see langword="null"/>, if it is none.</summary>
    public IEnumerable<ISymbol>? SourcesOfMember(IMethodSymbol method)
    {
        var type = method.ContainingType;
        if (type.DerivesFrom(web.Hub))
        {
            return method is { DeclaredAccessibility: Accessibility.Public, IsStatic: false, IsOverride: false } ? method.Parameters.Where(IsOfAction) : null;
        }

        if (IsAction(method))
        {
            return method.Parameters.Where(IsOfAction);
        }

        if (type.DerivesFrom(web.PageModel) && IsPageHandler(method))
        {
            return method.Parameters.Where(IsOfAction).Concat<ISymbol>(type.GetMembers().OfType<IPropertySymbol>().Where(property => property.HasAttribute(web.BindPropertyAttribute)));
        }

        return method.IsOverride && IsGrpcService(type) ? method.Parameters.Take(1) : null;
    }

    public bool IsController(INamedTypeSymbol type) => type is { DeclaredAccessibility: Accessibility.Public, IsAbstract: false }
        && (type.DerivesFrom(web.ControllerBase) || HasInherited(type, web.ControllerAttribute) || HasInherited(type, web.ApiControllerAttribute));

    public bool IsAction(IMethodSymbol method) =>
        method is { MethodKind: MethodKind.Ordinary, DeclaredAccessibility: Accessibility.Public, IsStatic: false, IsOverride: false }
        && IsController(method.ContainingType) && !method.HasAttribute(web.NonActionAttribute);

    private static bool IsPageHandler(IMethodSymbol method) => method is { DeclaredAccessibility: Accessibility.Public, IsStatic: false }
        && (method.Name.StartsWith("OnGet", StringComparison.Ordinal) || method.Name.StartsWith("OnPost", StringComparison.Ordinal) || method.Name.StartsWith("OnPut", StringComparison.Ordinal)
            || method.Name.StartsWith("OnDelete", StringComparison.Ordinal) || method.Name.StartsWith("OnPatch", StringComparison.Ordinal));

    private bool IsGrpcService(INamedTypeSymbol type) => type.BaseType is { } parent && parent.HasAttribute(web.BindServiceMethodAttribute);

    private static bool HasInherited(INamedTypeSymbol type, INamedTypeSymbol? attribute)
    {
        for (INamedTypeSymbol? current = type; current is not null && attribute is not null; current = current.BaseType)
        {
            if (current.HasAttribute(attribute))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Neither a service nor something of the framework's or the library's own.</summary>
    private bool IsBound(IParameterSymbol parameter) =>
        !parameter.HasAttribute(web.FromServices) && !parameter.HasAttribute(web.FromKeyedServices)
        && parameter.Type.Name is not ("CancellationToken" or "ClaimsPrincipal" or "HttpContext" or "HttpRequest" or "HttpResponse")
        && !parameter.Type.IsBelow("ApiSecurity")
        && !(parameter.Type.TypeKind == TypeKind.Interface && !parameter.Type.IsBelow("System.Collections") && !parameter.Type.Implements(web.FormFile));

    private bool IsOfAction(IParameterSymbol parameter) => IsBound(parameter) && (IsSaid(parameter) || IsValue(parameter.Type) || IsBody(parameter.Type));

    private bool IsSaid(IParameterSymbol parameter) =>
        parameter.HasAttribute(web.BindingSourceMetadata) || parameter.HasAttribute(web.FromBody) || parameter.HasAttribute(web.AsParameters);

    /// <summary>What routes and queries hold: text, and types that can be parsed from it.</summary>
    private bool IsValue(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol array => IsValue(array.ElementType),
        INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable => IsValue(nullable.TypeArguments[0]),
        _ => type.SpecialType is SpecialType.System_String || type.CarriesNoText() || type.Implements(web.FormFile) || type.Name is "Uri" or "StringValues"
            || type.GetMembers("TryParse").OfType<IMethodSymbol>().Any(method => method.IsStatic),
    };

    /// <summary>What is read from a body: a record or a class of settable properties, which no service is.</summary>
    private bool IsBody(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol array => IsBody(array.ElementType),
        INamedTypeSymbol { Name: "JsonPatchDocument" } => true,
        INamedTypeSymbol { IsGenericType: true } generic when generic.IsBelow("System.Collections") => generic.TypeArguments.Any(argument => IsBody(argument) || IsValue(argument)),
        _ => type is INamedTypeSymbol { TypeKind: TypeKind.Class or TypeKind.Struct, IsAbstract: false } && !type.IsBelow("System") && !type.IsBelow("Microsoft")
            && !type.DerivesFrom(web.DbContext)
            && (type.IsRecord || IsPlain((INamedTypeSymbol)type)) && !_registrations.IsService(type),
    };

    private bool IsPlain(INamedTypeSymbol type)
    {
        var properties = type.GetMembers().OfType<IPropertySymbol>()
            .Where(property => property is { IsStatic: false, DeclaredAccessibility: Accessibility.Public, SetMethod.DeclaredAccessibility: Accessibility.Public })
            .ToList();
        return properties.Count > 0 && !properties.Any(property => Services.Are(property.Type, web))
            && type.InstanceConstructors.Any(constructor => constructor.DeclaredAccessibility == Accessibility.Public && constructor.Parameters.IsEmpty);
    }
}
