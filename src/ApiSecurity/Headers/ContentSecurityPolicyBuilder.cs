namespace ApiSecurity.Headers;

/// <summary>
/// Writes a Content-Security-Policy (CSP level 3). Each directive can be called more than once; its sources add up, and a source takes the
/// place of <c>'none'</c>. A directive that is not there falls back to <c>default-src</c>, but for <c>base-uri</c>, <c>form-action</c>,
/// <c>frame-ancestors</c> and <c>sandbox</c>.
/// </summary>
public sealed class ContentSecurityPolicyBuilder
{
    private readonly OrderedDictionary<string, List<string>> _directives = new(StringComparer.Ordinal);

    /// <summary>Begins with nothing.</summary>
    public ContentSecurityPolicyBuilder()
    {
    }

    /// <summary>Begins with a preset's policy, to add to it.</summary>
    /// <param name="preset">The preset.</param>
    public ContentSecurityPolicyBuilder(SecurityHeadersPreset preset)
    {
        foreach (var directive in HeaderPresets.ValueOf(preset, "Content-Security-Policy").Split("; ", StringSplitOptions.RemoveEmptyEntries))
        {
            var words = directive.Split(' ');
            _directives[words[0]] = [.. words.Skip(1)];
        }
    }

    /// <summary><c>default-src</c>: whatever has no directive of its own.</summary>
    /// <inheritdoc cref="Directive" />
    public ContentSecurityPolicyBuilder DefaultSrc(params ReadOnlySpan<CspSource> sources) => Directive("default-src", sources);

    /// <summary><c>script-src</c>: scripts.</summary>
    /// <inheritdoc cref="Directive" />
    public ContentSecurityPolicyBuilder ScriptSrc(params ReadOnlySpan<CspSource> sources) => Directive("script-src", sources);

    /// <summary><c>style-src</c>: style sheets.</summary>
    /// <inheritdoc cref="Directive" />
    public ContentSecurityPolicyBuilder StyleSrc(params ReadOnlySpan<CspSource> sources) => Directive("style-src", sources);

    /// <summary><c>img-src</c>: images.</summary>
    /// <inheritdoc cref="Directive" />
    public ContentSecurityPolicyBuilder ImgSrc(params ReadOnlySpan<CspSource> sources) => Directive("img-src", sources);

    /// <summary><c>font-src</c>: fonts.</summary>
    /// <inheritdoc cref="Directive" />
    public ContentSecurityPolicyBuilder FontSrc(params ReadOnlySpan<CspSource> sources) => Directive("font-src", sources);

    /// <summary><c>connect-src</c>: what scripts call: fetch, WebSocket, EventSource.</summary>
    /// <inheritdoc cref="Directive" />
    public ContentSecurityPolicyBuilder ConnectSrc(params ReadOnlySpan<CspSource> sources) => Directive("connect-src", sources);

    /// <summary><c>media-src</c>: audio and video.</summary>
    /// <inheritdoc cref="Directive" />
    public ContentSecurityPolicyBuilder MediaSrc(params ReadOnlySpan<CspSource> sources) => Directive("media-src", sources);

    /// <summary><c>object-src</c>: plug-ins.</summary>
    /// <inheritdoc cref="Directive" />
    public ContentSecurityPolicyBuilder ObjectSrc(params ReadOnlySpan<CspSource> sources) => Directive("object-src", sources);

    /// <summary><c>frame-src</c>: pages inside this page.</summary>
    /// <inheritdoc cref="Directive" />
    public ContentSecurityPolicyBuilder FrameSrc(params ReadOnlySpan<CspSource> sources) => Directive("frame-src", sources);

    /// <summary><c>worker-src</c>: workers.</summary>
    /// <inheritdoc cref="Directive" />
    public ContentSecurityPolicyBuilder WorkerSrc(params ReadOnlySpan<CspSource> sources) => Directive("worker-src", sources);

    /// <summary><c>manifest-src</c>: the application manifest.</summary>
    /// <inheritdoc cref="Directive" />
    public ContentSecurityPolicyBuilder ManifestSrc(params ReadOnlySpan<CspSource> sources) => Directive("manifest-src", sources);

    /// <summary><c>base-uri</c>: what a <c>base</c> element may hold.</summary>
    /// <inheritdoc cref="Directive" />
    public ContentSecurityPolicyBuilder BaseUri(params ReadOnlySpan<CspSource> sources) => Directive("base-uri", sources);

    /// <summary><c>form-action</c>: where forms may be sent.</summary>
    /// <inheritdoc cref="Directive" />
    public ContentSecurityPolicyBuilder FormAction(params ReadOnlySpan<CspSource> sources) => Directive("form-action", sources);

    /// <summary><c>frame-ancestors</c>: which pages may hold this page in a frame.</summary>
    /// <inheritdoc cref="Directive" />
    public ContentSecurityPolicyBuilder FrameAncestors(params ReadOnlySpan<CspSource> sources) => Directive("frame-ancestors", sources);

    /// <summary><c>sandbox</c>: the page is treated as one of a foreign origin, without the rights that are not named.</summary>
    /// <param name="allowed">The rights: <c>allow-scripts</c>, <c>allow-forms</c>, …</param>
    /// <returns>This builder.</returns>
    public ContentSecurityPolicyBuilder Sandbox(params ReadOnlySpan<string> allowed) => Words("sandbox", allowed);

    /// <summary><c>upgrade-insecure-requests</c>: what the page loads over http is loaded over https.</summary>
    /// <returns>This builder.</returns>
    public ContentSecurityPolicyBuilder UpgradeInsecureRequests() => Words("upgrade-insecure-requests", []);

    /// <summary><c>require-trusted-types-for 'script'</c>: text becomes code only through a trusted type.</summary>
    /// <param name="policies">The names of the policies that scripts may make (<c>trusted-types</c>).</param>
    /// <returns>This builder.</returns>
    public ContentSecurityPolicyBuilder RequireTrustedTypes(params ReadOnlySpan<string> policies)
    {
        Words("require-trusted-types-for", ["'script'"]);
        return policies.IsEmpty ? this : Words("trusted-types", policies);
    }

    /// <summary><c>report-to</c>: where violations are told.</summary>
    /// <param name="endpoint">The name of one of <see cref="HeadersOptions.ReportingEndpoints"/>.</param>
    /// <returns>This builder.</returns>
    public ContentSecurityPolicyBuilder ReportTo(string endpoint)
    {
        _directives.Remove("report-to");
        return Words("report-to", [endpoint]);
    }

    /// <summary>Any directive that takes sources.</summary>
    /// <param name="name">The directive's name: <c>script-src-elem</c>, …</param>
    /// <param name="sources">What to allow.</param>
    /// <returns>This builder.</returns>
    /// <exception cref="ArgumentException">There is no such directive, or no source.</exception>
    public ContentSecurityPolicyBuilder Directive(string name, params ReadOnlySpan<CspSource> sources)
    {
        if (!CspDirectives.WithSources.Contains(name))
        {
            throw new ArgumentException($"There is no directive with sources of this name. There are {string.Join(", ", CspDirectives.WithSources.Order(StringComparer.Ordinal))}.", nameof(name));
        }

        var list = List(name);
        foreach (var source in sources)
        {
            var text = source.ToString();
            if (text.Length == 0)
            {
                throw new ArgumentException("An empty source allows nothing. Use CspSource.None.", nameof(sources));
            }

            list.Remove("'none'");
            if (!list.Contains(text) && (text != "'none'" || list.Count == 0))
            {
                list.Add(text);
            }
        }

        return list.Count > 0 ? this : throw new ArgumentException("Name at least one source, or CspSource.None.", nameof(sources));
    }

    /// <summary>Writes the policy, for <see cref="SecurityHeaderValues.ContentSecurityPolicy"/>.</summary>
    /// <returns>The header's value; the nonce in it is filled in for each request.</returns>
    public string Build() => string.Join("; ", _directives.Select(directive => string.Join(' ', directive.Value.Prepend(directive.Key))));

    private ContentSecurityPolicyBuilder Words(string name, params ReadOnlySpan<string> words)
    {
        var list = List(name);
        foreach (var word in words)
        {
            if (!HeaderText.IsValue(word) || word.Length == 0 || word.AsSpan().ContainsAny(' ', ';', ','))
            {
                throw new ArgumentException($"'{name}' takes single words, without spaces, ';' and ','.", nameof(words));
            }

            if (!list.Contains(word))
            {
                list.Add(word);
            }
        }

        return this;
    }

    private List<string> List(string name)
    {
        if (!_directives.TryGetValue(name, out var list))
        {
            _directives[name] = list = [];
        }

        return list;
    }
}
