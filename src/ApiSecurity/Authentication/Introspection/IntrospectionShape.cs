using ApiSecurity.Pipeline;
using Microsoft.AspNetCore.Http;

namespace ApiSecurity.Authentication;

/// <summary>Tells by its look whether a token is one to ask an authorization server about.</summary>
internal static class IntrospectionShape
{
    /// <param name="options">The options, whose prefixes count.</param>
    /// <param name="takesAll">Whether JWTs are also for this scheme, because no other one takes them.</param>
    public static Func<HttpRequest, bool> HasToken(FeatureOptionsSource<IntrospectionOptions> options, bool takesAll)
    {
        var prefixes = options.Compile(current => current.Servers.Values.Select(server => server.TokenPrefix).OfType<string>().ToArray());
        return request =>
        {
            if (!options.Current.IsEnabled || request.Headers.Authorization is not [{ } header])
            {
                return false;
            }

            var start = header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? 7 : header.StartsWith("DPoP ", StringComparison.OrdinalIgnoreCase) ? 5 : 0;
            return start > 0 && (takesAll || IsFor(header.AsSpan(start).TrimStart(' '), prefixes.Value));
        };
    }

    private static bool IsFor(ReadOnlySpan<char> token, string[] prefixes)
    {
        foreach (var prefix in prefixes)
        {
            if (token.StartsWith(prefix, StringComparison.Ordinal))
            {
                return true;
            }
        }

        // A JWT begins with a JSON object in base64url, and has two dots if it is signed, four if it is encrypted.
        return !(token.StartsWith("ey", StringComparison.Ordinal) && token.Count('.') is 2 or 4);
    }
}
