using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace ApiSecurity.Authentication;

/// <summary>
/// Brings the scheme <c>DPoP</c> into a challenge that a handler of tokens has written for <c>Bearer</c> (RFC 9449 sections 7.1, 7.2 and 9). Called after the
/// handler, so that the application's events have had their say.
/// </summary>
internal sealed class ProofChallenge(ProofOfPossessionCheck check)
{
    private const string Bearer = "Bearer";
    private const string TokenError = "error=\"invalid_token\"";

    public void Complete(HttpContext context)
    {
        var settings = check.Settings;
        var refusal = context.Features.Get<ProofRefusal>();
        if (context.Response.HasStarted || context.Response.StatusCode != StatusCodes.Status401Unauthorized)
        {
            return;
        }

        if (refusal == ProofRefusal.Unavailable)
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            context.Response.Headers.WWWAuthenticate = Without(context.Response.Headers.WWWAuthenticate);
            return;
        }

        if (!settings.ReadsProofs)
        {
            return;
        }

        var written = context.Response.Headers.WWWAuthenticate;
        if (Index(written) is var index && index < 0)
        {
            return;
        }

        if (UsesDPoP(context.Request) || settings.RefusesBearer || refusal == ProofRefusal.Required || context.Features.Get<ProofWanted>() is not null)
        {
            var values = written.ToArray();
            values[index] = ToDPoP(values[index]!, refusal, settings);
            context.Response.Headers.WWWAuthenticate = values;
        }
        else if (refusal is not null || context.Request.Headers.Authorization.Count == 0)
        {
            // RFC 9449 section 7.2: who comes without a token, or with one that is bound as if it were not, is told of both ways.
            var other = $"{ProofOfPossessionCheck.Scheme} {settings.Algs}";
            context.Response.Headers.WWWAuthenticate = written.Contains(other) ? written : StringValues.Concat(written, other);
        }
    }

    /// <summary>The same parameters, and the reason where this knows it better.</summary>
    private static string ToDPoP(string challenge, ProofRefusal? refusal, ProofSettings settings)
    {
        var parameters = challenge[Bearer.Length..].TrimStart(' ');
        if (refusal?.Error is { } error)
        {
            var told = $"error=\"{error}\"";
            parameters = parameters.Contains(TokenError, StringComparison.Ordinal) ? parameters.Replace(TokenError, told, StringComparison.Ordinal)
                : parameters.Length == 0 ? told
                : $"{told}, {parameters}";
        }

        return parameters.Length == 0 ? $"{ProofOfPossessionCheck.Scheme} {settings.Algs}" : $"{ProofOfPossessionCheck.Scheme} {parameters}, {settings.Algs}";
    }

    private static bool UsesDPoP(HttpRequest request) =>
        request.Headers.Authorization is [{ } header] && header.StartsWith(ProofOfPossessionCheck.Scheme + " ", StringComparison.OrdinalIgnoreCase);

    private static int Index(StringValues challenges)
    {
        for (var index = 0; index < challenges.Count; index++)
        {
            if (IsBearer(challenges[index]))
            {
                return index;
            }
        }

        return -1;
    }

    private static StringValues Without(StringValues challenges) => challenges.Where(static challenge => !IsBearer(challenge)).ToArray();

    private static bool IsBearer(string? challenge) =>
        challenge is not null && challenge.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) && (challenge.Length == Bearer.Length || challenge[Bearer.Length] == ' ');
}
