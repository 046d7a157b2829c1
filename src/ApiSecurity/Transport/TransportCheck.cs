using ApiSecurity.Pipeline;
using Microsoft.AspNetCore.Http;

namespace ApiSecurity.Transport;

/// <summary>One of the checks that a request passes before routing, compiled from the options.</summary>
internal abstract class TransportCheck
{
    /// <returns>Why the request is to be refused, or <see langword="null"/>.</returns>
    public abstract Refusal? Check(HttpContext context);
}
