using System.Buffers;
using ApiSecurity.Pipeline;

namespace ApiSecurity.Headers;

/// <summary>Checks a Permissions-Policy: a structured dictionary (RFC 9651), which browsers throw away as a whole at the first mistake.</summary>
internal static class PermissionsPolicyRule
{
    private static readonly SearchValues<char> NotInOrigin = SearchValues.Create("\"\\ ,;()");

    public static void Check(string policy, ConfigurationErrors errors)
    {
        foreach (var member in policy.Split(',', StringSplitOptions.TrimEntries))
        {
            var equals = member.IndexOf('=');
            var feature = equals < 0 ? member : member[..equals];
            if (equals < 0 || !IsFeature(feature) || !IsAllowlist(member[(equals + 1)..]))
            {
                errors.Add(
                    string.Empty,
                    "has a member that is not feature=list, and browsers ignore the whole header then",
                    "Write camera=(), fullscreen=(self \"https://shop.example\"), usb=*; PermissionsPolicyBuilder does.");
                return;
            }
        }
    }

    public static bool IsFeature(ReadOnlySpan<char> feature)
    {
        foreach (var letter in feature)
        {
            if (!char.IsAsciiLetterLower(letter) && !char.IsAsciiDigit(letter) && letter != '-')
            {
                return false;
            }
        }

        return feature.Length > 0 && char.IsAsciiLetterLower(feature[0]);
    }

    public static bool IsOrigin(string origin) =>
        HeaderText.IsValue(origin) && !origin.AsSpan().ContainsAny(NotInOrigin)
        && Uri.TryCreate(origin.Replace("*.", string.Empty, StringComparison.Ordinal), UriKind.Absolute, out var uri)
        && uri.Scheme is "https" or "http" && uri.PathAndQuery is "/" && uri.UserInfo.Length == 0 && uri.Fragment.Length == 0;

    private static bool IsAllowlist(string list)
    {
        if (list is "*" or "self" or "()")
        {
            return true;
        }

        return list.StartsWith('(') && list.EndsWith(')')
            ? list[1..^1].Split(' ', StringSplitOptions.RemoveEmptyEntries).All(IsItem)
            : IsItem(list);
    }

    private static bool IsItem(string item) =>
        item is "self" or "*" or "src" || (item.Length > 2 && item[0] == '"' && item[^1] == '"' && IsOrigin(item[1..^1]));
}
