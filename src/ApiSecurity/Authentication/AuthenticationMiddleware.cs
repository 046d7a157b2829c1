using ApiSecurity.Pipeline;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using FrameworkMiddleware = Microsoft.AspNetCore.Authentication.AuthenticationMiddleware;

namespace ApiSecurity.Authentication;

/// <summary>Before everything that needs to know the caller; after the limits by address, because checking a signature is costly.</summary>
internal sealed class AuthenticationMiddleware(
    RequestDelegate next, IAuthenticationSchemeProvider schemes, VerifiedCredentials verified, RequestIdentities identities, CredentialGate gate, Refusals refusals)
{
    private readonly FrameworkMiddleware _framework = new(context => gate.GoOnAsync(context, next), schemes);

    public Task InvokeAsync(HttpContext context)
    {
        if (verified.Recognise(context) is { } known)
        {
            identities.Set(context, known);
            return next(context);
        }

        return gate.TryEnter(context, out var refusal) ? _framework.Invoke(context) : refusals.RefuseAsync(context, refusal);
    }
}
