using System.Buffers;

namespace ApiSecurity.Authentication;

/// <summary>The form of a bearer token: <c>b64token</c> of RFC 6750 section 2.1.</summary>
internal static class OpaqueToken
{
    private static readonly SearchValues<char> Characters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~+/");

    public static bool HasForm(ReadOnlySpan<char> token)
    {
        var body = token.TrimEnd('=');
        return !body.IsEmpty && !body.ContainsAnyExcept(Characters);
    }

    /// <returns>The token after the scheme <c>Bearer</c> or <c>DPoP</c>, or <see langword="null"/> for credentials of another kind.</returns>
    public static string? Of(string header, out string scheme)
    {
        foreach (var known in (ReadOnlySpan<string>)["Bearer", "DPoP"])
        {
            if (header.Length > known.Length && header[known.Length] == ' ' && header.StartsWith(known, StringComparison.OrdinalIgnoreCase))
            {
                scheme = known;
                return header[(known.Length + 1)..].Trim(' ');
            }
        }

        scheme = string.Empty;
        return null;
    }
}
