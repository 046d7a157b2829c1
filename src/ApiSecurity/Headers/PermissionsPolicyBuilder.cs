namespace ApiSecurity.Headers;

/// <summary>
/// Writes a Permissions-Policy: which features of the browser the page and the frames in it may use. What is not named stays as the
/// browser has it, mostly open to the page itself and closed to others.
/// </summary>
public sealed class PermissionsPolicyBuilder
{
    private readonly OrderedDictionary<string, string> _features = new(StringComparer.Ordinal);

    /// <summary>Begins with nothing.</summary>
    public PermissionsPolicyBuilder()
    {
    }

    /// <summary>Begins with a preset's policy, to change it.</summary>
    /// <param name="preset">The preset.</param>
    public PermissionsPolicyBuilder(SecurityHeadersPreset preset)
    {
        foreach (var member in HeaderPresets.ValueOf(preset, HeaderPresets.PermissionsPolicy).Split(", ", StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = member.IndexOf('=');
            _features[member[..equals]] = member[(equals + 1)..];
        }
    }

    /// <summary>Closes features to everybody.</summary>
    /// <param name="features">The features; <see cref="BrowserFeatures"/> has the names.</param>
    /// <returns>This builder.</returns>
    /// <exception cref="ArgumentException">A name has other characters than lower-case letters, digits and '-'.</exception>
    public PermissionsPolicyBuilder Deny(params ReadOnlySpan<string> features) => SetAll(features, "()");

    /// <summary>Opens features to the page itself and to frames of its own origin.</summary>
    /// <inheritdoc cref="Deny" />
    public PermissionsPolicyBuilder AllowSelf(params ReadOnlySpan<string> features) => SetAll(features, "(self)");

    /// <summary>Opens features to the page and to every frame in it.</summary>
    /// <inheritdoc cref="Deny" />
    public PermissionsPolicyBuilder AllowAll(params ReadOnlySpan<string> features) => SetAll(features, "*");

    /// <summary>Opens a feature to the page itself and to frames of other origins.</summary>
    /// <param name="feature">The feature; <see cref="BrowserFeatures"/> has the names.</param>
    /// <param name="origins">The origins: <c>https://pay.example.com</c>.</param>
    /// <returns>This builder.</returns>
    /// <exception cref="ArgumentException">The name or an origin is not of this form.</exception>
    public PermissionsPolicyBuilder Allow(string feature, params ReadOnlySpan<string> origins)
    {
        var list = "(self";
        foreach (var origin in origins)
        {
            list += PermissionsPolicyRule.IsOrigin(origin)
                ? $" \"{origin}\""
                : throw new ArgumentException("This is not an origin. Write scheme and host: https://pay.example.com.", nameof(origins));
        }

        return SetAll([feature], list + ")");
    }

    /// <summary>Writes the policy, for <see cref="SecurityHeaderValues.PermissionsPolicy"/>.</summary>
    /// <returns>The header's value.</returns>
    public string Build() => string.Join(", ", _features.Select(feature => $"{feature.Key}={feature.Value}"));

    private PermissionsPolicyBuilder SetAll(ReadOnlySpan<string> features, string list)
    {
        foreach (var feature in features)
        {
            _features[feature] = PermissionsPolicyRule.IsFeature(feature)
                ? list
                : throw new ArgumentException("This is not a feature's name. Use one of BrowserFeatures.", nameof(features));
        }

        return this;
    }
}
