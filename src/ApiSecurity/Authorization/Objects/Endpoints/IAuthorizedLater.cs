using Microsoft.AspNetCore.Http;

namespace ApiSecurity.Authorization;

/// <summary>An <see cref="Authorized{T}"/> whose object can be loaded only when the body has been read.</summary>
internal interface IAuthorizedLater
{
    ValueTask FillAsync(HttpContext context, ObjectDemand demand);
}
