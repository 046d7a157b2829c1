using System.Buffers;
using System.Globalization;
using ApiSecurity.Pipeline;

namespace ApiSecurity.Authentication;

/// <summary>What a key may be made of, wherever it comes from.</summary>
internal static class ApiKeyRules
{
    public const int MaximumName = 100;
    public const int MaximumText = 200;
    public const int MaximumGrants = 100;
    public const int MaximumNetworks = 50;

    /// <summary>A year: for how long an old secret goes on at most.</summary>
    public const int MaximumOverlapSeconds = 365 * 24 * 60 * 60;

    // RFC 6749 section 3.3, scope-token.
    private static readonly SearchValues<char> ScopeCharacters =
        SearchValues.Create([.. Enumerable.Range(0x21, 0x7E - 0x20).Select(code => (char)code).Where(character => character is not ('"' or '\\'))]);

    /// <returns>What is wrong, by member, as "Name", "is empty", "Write …".</returns>
    public static IEnumerable<(string Member, string Cause, string Fix)> Check(NewApiKey key)
    {
        if (TextFault(key.Name, MaximumName) is { } name)
        {
            yield return (nameof(key.Name), name, TextForm(MaximumName));
        }

        if (TextFault(key.Owner, MaximumText) is { } owner)
        {
            yield return (nameof(key.Owner), owner, TextForm(MaximumText));
        }

        if (key.Tenant is not null && TextFault(key.Tenant, MaximumText) is { } tenant)
        {
            yield return (nameof(key.Tenant), tenant, TextForm(MaximumText));
        }

        if (key.Plan is not null && TextFault(key.Plan, MaximumName) is { } plan)
        {
            yield return (nameof(key.Plan), plan, TextForm(MaximumName));
        }

        foreach (var fault in CheckList(nameof(key.Scopes), key.Scopes, MaximumGrants, IsScope, "is no scope", "Write one scope, without spaces, in ASCII."))
        {
            yield return fault;
        }

        foreach (var fault in CheckList(nameof(key.Permissions), key.Permissions, MaximumGrants, IsPermission, "is no permission", "Write one permission, without spaces."))
        {
            yield return fault;
        }

        foreach (var fault in CheckList(nameof(key.AllowedNetworks), key.AllowedNetworks, MaximumNetworks, IsNetwork, "is no network", "Write an address or a network with no bits behind its prefix: 192.0.2.7, 10.0.0.0/8, 2001:db8::/32."))
        {
            yield return fault;
        }
    }

    public static bool IsText(string? text, int maximum) => TextFault(text, maximum) is null;

    private static IEnumerable<(string Member, string Cause, string Fix)> CheckList(
        string member, IReadOnlyList<string> list, int maximum, Func<string?, bool> isGood, string cause, string fix)
    {
        if (list.Count > maximum)
        {
            yield return (member, string.Create(CultureInfo.InvariantCulture, $"has more than {maximum} entries"), "Write fewer.");
            yield break;
        }

        for (var index = 0; index < list.Count; index++)
        {
            if (!isGood(list[index]))
            {
                yield return (string.Create(CultureInfo.InvariantCulture, $"{member}:{index}"), cause, fix);
            }
        }
    }

    private static bool IsScope(string? scope) => scope is { Length: > 0 and <= MaximumText } && !scope.AsSpan().ContainsAnyExcept(ScopeCharacters);

    private static bool IsPermission(string? permission) => IsText(permission, MaximumText) && !permission!.Any(char.IsWhiteSpace);

    private static bool IsNetwork(string? network) => network is { Length: <= 64 } && AddressRange.TryParse(network, out _);

    private static string? TextFault(string? text, int maximum) => text switch
    {
        null or "" => "is empty",
        _ when text.Length > maximum => "is too long",
        _ when string.IsNullOrWhiteSpace(text) || char.IsWhiteSpace(text[0]) || char.IsWhiteSpace(text[^1]) => "begins or ends with white space",
        _ when text.Any(char.IsControl) => "has control characters",
        _ when !IsWhole(text) => "is not valid Unicode",
        _ => null,
    };

    private static string TextForm(int maximum) => string.Create(CultureInfo.InvariantCulture, $"Write 1 to {maximum} characters.");

    /// <summary>Half of a surrogate pair can't be written as UTF-8, and would come back from a store as something else.</summary>
    private static bool IsWhole(string text)
    {
        var rest = text.AsSpan();
        while (!rest.IsEmpty)
        {
            if (System.Text.Rune.DecodeFromUtf16(rest, out _, out var length) != OperationStatus.Done)
            {
                return false;
            }

            rest = rest[length..];
        }

        return true;
    }
}
