namespace ApiSecurity.Authentication;

/// <summary>The address that names a protected resource, and where its metadata are (RFC 9728 sections 1.2 and 3).</summary>
internal static class ResourceIdentifier
{
    private const string WellKnown = "/.well-known/oauth-protected-resource";

    public static bool IsOne(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri)
        && uri.Scheme == Uri.UriSchemeHttps && uri.UserInfo.Length == 0 && text.StartsWith("https://", StringComparison.Ordinal)
        // What stands in the challenge and in the route must be what stands here, letter by letter.
        && text.All(letter => letter is > ' ' and <= '~' and not ('?' or '#' or '%' or '"' or '\\' or '{' or '}' or '<' or '>' or '*'))
        && PathOf(text) == (uri.AbsolutePath == "/" ? string.Empty : uri.AbsolutePath);

    /// <summary>The path of the metadata: between the host and the resource's own path, whose slash alone does not count.</summary>
    public static string MetadataPath(string resource) => WellKnown + PathOf(resource);

    public static string MetadataUrl(string resource) => resource[..HostEnd(resource)] + MetadataPath(resource);

    private static string PathOf(string resource) => resource[HostEnd(resource)..] is var path && path == "/" ? string.Empty : path;

    private static int HostEnd(string resource)
    {
        var slash = resource.IndexOf('/', "https://".Length);
        return slash < 0 ? resource.Length : slash;
    }
}
