namespace ApiSecurity.Authentication;

/// <summary>Carries the reason from where a key is looked at to where the answer is made. It never holds a part of the key.</summary>
internal sealed class ApiKeyRefusedException(ApiKeyRefusal refusal) : Exception($"The API key was not accepted: {refusal.Credential.Reason}.")
{
    public ApiKeyRefusal Refusal { get; } = refusal;
}
