using Microsoft.CodeAnalysis;

namespace ApiSecurity.Analyzers;

/// <summary>Types that no request fills: they come from the application's services.</summary>
internal static class Services
{
    public static bool Are(ITypeSymbol type, WebSymbols web) =>
        type.TypeKind == TypeKind.Interface && !type.IsBelow("System.Collections") && !type.Implements(web.FormFile)
        || type.DerivesFrom(web.DbContext)
        || type.Name is "ClaimsPrincipal" or "HttpContext" or "HttpClient" or "CancellationToken"
        || type.IsBelow("Microsoft.Extensions") && !type.IsBelow("Microsoft.Extensions.Primitives");
}
