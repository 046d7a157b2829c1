using Microsoft.AspNetCore.Http;

namespace ApiSecurity.Authentication;

/// <summary>What ends the use of an answer before its time: other options, which may name other servers, audiences or times.</summary>
internal sealed class IntrospectionSource(TokenIntrospection introspection, TokenRevocations revocations) : ICredentialSource
{
    public TokenRevocations Revocations { get; } = revocations;

    public bool Accepts(VerifiedCredential credential, HttpContext context) =>
        credential.Generation == introspection.Generation && Revocations.Accepts(credential);
}
