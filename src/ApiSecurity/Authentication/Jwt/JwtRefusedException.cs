namespace ApiSecurity.Authentication;

/// <summary>Carries the reason from where a token is looked at to where the answer is made. It never holds a part of the token.</summary>
internal sealed class JwtRefusedException(JwtRefusal refusal, Exception? inner = null)
    : Exception($"The token was not accepted: {refusal.Credential.Reason}.", inner)
{
    public JwtRefusal Refusal { get; } = refusal;
}
