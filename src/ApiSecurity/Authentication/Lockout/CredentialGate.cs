using System.Diagnostics.CodeAnalysis;
using ApiSecurity.Pipeline;
using Microsoft.AspNetCore.Http;

namespace ApiSecurity.Authentication;

/// <summary>Stands around the schemes: asks the guard before they look at a credential that is not known, and tells it what became of it.</summary>
internal sealed class CredentialGate(CredentialGuard guard, CredentialSchemes schemes, CredentialHeaders headers, Refusals refusals)
{
    public bool TryEnter(HttpContext context, [NotNullWhen(false)] out Refusal? refusal)
    {
        refusal = null;
        return !HasCredential(context) || IsTakenOut(context) || guard.TryEnter(context, out refusal);
    }

    /// <summary>After authentication: goes on with <paramref name="next"/>, unless so many have failed that not even the failure is told.</summary>
    public Task GoOnAsync(HttpContext context, RequestDelegate next) => HasCredential(context) ? CountAsync(context, next) : next(context);

    private async Task CountAsync(HttpContext context, RequestDelegate next)
    {
        var rejected = RejectedOf(context);
        if (rejected is not null)
        {
            if ((rejected.Locked ?? (rejected.IsCounted ? null : guard.Failed(context, rejected))) is { } refusal && !IsTakenOut(context))
            {
                await refusals.RefuseAsync(context, refusal).ConfigureAwait(false);
                return;
            }
        }
        else if (context.User.Identity is { IsAuthenticated: true })
        {
            // Whose token it is says nothing of who has a name and a password: those tell it themselves.
            guard.Succeeded(context, name: null);
        }

        await next(context).ConfigureAwait(false);
        // A scheme that only a policy names is asked later.
        if (rejected is null && RejectedOf(context) is { Locked: null, IsCounted: false } later)
        {
            guard.Failed(context, later);
        }
    }

    /// <summary>With a hash of the whole header where the scheme gave none of the secret in it.</summary>
    private RejectedCredential? RejectedOf(HttpContext context)
    {
        var rejected = context.Features.Get<RejectedCredential>();
        return rejected is { SecretHash: 0 } && headers.TryRead(context.Request, out _, out var text)
            ? rejected with { SecretHash = guard.HashSecret(text) }
            : rejected;
    }

    private bool HasCredential(HttpContext context) =>
        context.Request.Headers.Authorization.Count > 0 || schemes.For(context.Request) is not null;

    /// <summary>Then nothing is refused here; but a guess is one wherever it is made.</summary>
    private static bool IsTakenOut(HttpContext context) => context.GetEndpoint()?.Metadata.GetMetadata<DisableApiSecurityAttribute>() is not null;
}
