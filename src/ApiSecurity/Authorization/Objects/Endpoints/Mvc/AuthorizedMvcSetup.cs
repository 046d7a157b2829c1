using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace ApiSecurity.Authorization;

/// <summary>Lets the actions of controllers take <see cref="Authorized{T}"/>.</summary>
internal sealed class AuthorizedMvcSetup : IPostConfigureOptions<MvcOptions>
{
    public void PostConfigure(string? name, MvcOptions options) => options.ModelBinderProviders.Insert(0, new AuthorizedModelBinderProvider());
}
