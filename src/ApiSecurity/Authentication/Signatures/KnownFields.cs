using System.Collections.Frozen;

namespace ApiSecurity.Authentication;

/// <summary>The registered fields that are structured, with their type: <c>sf</c> means nothing without it (RFC 9421 section 2.1.1).</summary>
internal static class KnownFields
{
    public const char Dictionary = 'd';
    public const char List = 'l';
    public const char Item = 'i';

    private static readonly FrozenDictionary<string, char> Types = new Dictionary<string, char>(StringComparer.Ordinal)
    {
        ["accept-ch"] = List,
        ["accept-signature"] = Dictionary,
        ["cache-status"] = List,
        ["cdn-cache-control"] = Dictionary,
        ["client-cert"] = Item,
        ["client-cert-chain"] = List,
        ["content-digest"] = Dictionary,
        ["cross-origin-embedder-policy"] = Item,
        ["cross-origin-opener-policy"] = Item,
        ["idempotency-key"] = Item,
        ["origin-agent-cluster"] = Item,
        ["priority"] = Dictionary,
        ["proxy-status"] = List,
        ["repr-digest"] = Dictionary,
        ["sec-fetch-dest"] = Item,
        ["sec-fetch-mode"] = Item,
        ["sec-fetch-site"] = Item,
        ["sec-fetch-user"] = Item,
        ["signature"] = Dictionary,
        ["signature-input"] = Dictionary,
        ["want-content-digest"] = Dictionary,
        ["want-repr-digest"] = Dictionary,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <returns>The type; the zero character for a field that is not structured, or not known to be.</returns>
    public static char TypeOf(string field) => Types.GetValueOrDefault(field);
}
