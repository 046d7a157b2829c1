using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Mvc.Authorization;
using Microsoft.AspNetCore.Mvc.Filters;

namespace ApiSecurity.Authorization;

/// <summary>MVC's own way of asking for authorization: a filter of an action, of its controller or of all of them, which is no endpoint metadata.</summary>
internal static class AuthorizeFilters
{
    public static bool HasAny(IEnumerable<object> metadata) => metadata.OfType<ActionDescriptor>().Any(action => Of(action).Any());

    public static IEnumerable<IFilterMetadata> Of(ActionDescriptor action) => action.FilterDescriptors.Select(descriptor => descriptor.Filter).Where(IsOne);

    private static bool IsOne(IFilterMetadata filter) => filter switch
    {
        AuthorizeFilter => true,
        TypeFilterAttribute made => typeof(AuthorizeFilter).IsAssignableFrom(made.ImplementationType),
        ServiceFilterAttribute resolved => typeof(AuthorizeFilter).IsAssignableFrom(resolved.ServiceType),
        _ => false,
    };
}
