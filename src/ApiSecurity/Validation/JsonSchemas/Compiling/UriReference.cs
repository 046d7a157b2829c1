namespace ApiSecurity.Validation;

/// <summary>Resolves references (RFC 3986 section 5.2) as text, so that URIs of every scheme stay as they were written.</summary>
internal static class UriReference
{
    public static string Resolve(string baseUri, string reference)
    {
        var (scheme, authority, path, rest) = Split(reference);
        if (scheme is not null || baseUri.Length == 0)
        {
            return reference;
        }

        var (baseScheme, baseAuthority, basePath, baseRest) = Split(baseUri);
        if (authority is null)
        {
            authority = baseAuthority;
            if (path.Length == 0)
            {
                path = basePath;
                var query = baseRest.Split('#')[0];
                rest = rest.StartsWith('?') ? rest : query + rest;
            }
            else
            {
                path = RemoveDots(path[0] == '/' ? path : Merge(basePath, baseAuthority is not null, path));
            }
        }
        else
        {
            path = path.Length == 0 ? path : RemoveDots(path);
        }

        return (baseScheme is null ? string.Empty : baseScheme + ":") + (authority is null ? string.Empty : "//" + authority) + path + rest;
    }

    /// <summary>A URI and its fragment, which is empty if there is none.</summary>
    public static (string Uri, string Fragment) SplitFragment(string uri)
    {
        var mark = uri.IndexOf('#', StringComparison.Ordinal);
        return mark < 0 ? (uri, string.Empty) : (uri[..mark], uri[(mark + 1)..]);
    }

    private static (string? Scheme, string? Authority, string Path, string Tail) Split(string uri)
    {
        string? scheme = null, authority = null;
        var end = uri.AsSpan().IndexOfAny("/?#:");
        if (end > 0 && uri[end] == ':' && char.IsAsciiLetter(uri[0]))
        {
            (scheme, uri) = (uri[..end], uri[(end + 1)..]);
        }

        if (uri.StartsWith("//", StringComparison.Ordinal))
        {
            end = uri.AsSpan(2).IndexOfAny("/?#");
            (authority, uri) = end < 0 ? (uri[2..], string.Empty) : (uri.Substring(2, end), uri[(end + 2)..]);
        }

        end = uri.AsSpan().IndexOfAny("?#");
        return end < 0 ? (scheme, authority, uri, string.Empty) : (scheme, authority, uri[..end], uri[end..]);
    }

    private static string Merge(string basePath, bool hasAuthority, string path) =>
        hasAuthority && basePath.Length == 0 ? "/" + path : basePath[..(basePath.LastIndexOf('/') + 1)] + path;

    private static string RemoveDots(string path)
    {
        var kept = new List<string>();
        var parts = path.Split('/');
        for (var index = 0; index < parts.Length; index++)
        {
            var isLast = index == parts.Length - 1;
            if (parts[index] is not ("." or ".."))
            {
                kept.Add(parts[index]);
                continue;
            }

            if (parts[index] == ".." && kept.Count > (path[0] == '/' ? 1 : 0))
            {
                kept.RemoveAt(kept.Count - 1);
            }

            if (isLast)
            {
                kept.Add(string.Empty);
            }
        }

        return string.Join('/', kept);
    }
}
