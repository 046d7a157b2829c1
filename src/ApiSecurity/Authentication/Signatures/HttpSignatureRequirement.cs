using Microsoft.AspNetCore.Authorization;

namespace ApiSecurity.Authentication;

internal sealed class HttpSignatureRequirement(IReadOnlyList<string> components) : IAuthorizationRequirement
{
    public IReadOnlyList<string> Components { get; } = components;

    public override string ToString() => Components.Count == 0
        ? "The request must be signed."
        : $"The request must be signed, and the signature must cover {string.Join(", ", Components)}.";
}
