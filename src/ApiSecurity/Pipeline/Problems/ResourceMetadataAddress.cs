using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace ApiSecurity.Pipeline;

/// <summary>Where the resource's metadata are, once they are mapped, and how challenges tell it (RFC 9728 section 5.1).</summary>
internal sealed class ResourceMetadataAddress
{
    private const string Parameter = "resource_metadata=";

    /// <summary>The whole URL, or <see langword="null"/> where nothing is mapped.</summary>
    public string? Url { get; set; }

    public Refusal AddTo(Refusal refusal) => Url is null || refusal.Headers.Count == 0
        ? refusal
        : refusal with { Headers = [.. refusal.Headers.Select(header => header.Key == "WWW-Authenticate" ? new(header.Key, With(header.Value)) : header)] };

    /// <summary>For challenges that schemes have written themselves.</summary>
    public void AddTo(HttpResponse response)
    {
        if (Url is not null && !response.HasStarted && response.Headers.WWWAuthenticate is { Count: > 0 } challenges)
        {
            response.Headers.WWWAuthenticate = new StringValues([.. challenges.Select(challenge => With(challenge ?? string.Empty))]);
        }
    }

    private string With(string challenge)
    {
        if (!(IsOf(challenge, "Bearer") || IsOf(challenge, "DPoP")) || challenge.Contains(Parameter, StringComparison.OrdinalIgnoreCase))
        {
            return challenge;
        }

        return $"{challenge}{(challenge.Contains(' ', StringComparison.Ordinal) ? "," : string.Empty)} {Parameter}\"{Url}\"";
    }

    private static bool IsOf(string challenge, string scheme) =>
        challenge.StartsWith(scheme, StringComparison.OrdinalIgnoreCase) && (challenge.Length == scheme.Length || challenge[scheme.Length] == ' ');
}
