using System.Buffers;
using System.Text.Json;
using ApiSecurity.Pipeline;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ApiSecurity.Authentication;

/// <summary>The document of RFC 9728 section 3.2, made once a reload: requests get the same bytes.</summary>
internal sealed class ProtectedResourceMetadata
{
    private readonly FeatureOptionsSource<ProtectedResourceOptions> _options;
    private readonly FeatureOptionsSource<JwtOptions> _jwt;
    private readonly FeatureOptionsSource<IntrospectionOptions> _introspection;
    private readonly IEnumerable<IProtectedResourceMembers> _members;
    private readonly EndpointDataSource _endpoints;
    private readonly ResourceMetadataAddress _address;
    private Made? _made;

    public ProtectedResourceMetadata(
        FeatureOptionsSource<ProtectedResourceOptions> options,
        FeatureOptionsSource<JwtOptions> jwt,
        FeatureOptionsSource<IntrospectionOptions> introspection,
        IEnumerable<IProtectedResourceMembers> members,
        EndpointDataSource endpoints,
        ResourceMetadataAddress address)
    {
        _options = options;
        _jwt = jwt;
        _introspection = introspection;
        _members = members;
        _endpoints = endpoints;
        _address = address;
        options.OnChange(_ => Tell());
    }

    /// <summary>The resource identifier that was in use when the endpoint was mapped; its address can't change any more.</summary>
    public string? Resource { get; private set; }

    /// <returns>The identifier, or <see langword="null"/> if neither the options nor the audience is one.</returns>
    public string? Find() => _options.Current.Resource ?? (_jwt.Current.Audience is { } audience && ResourceIdentifier.IsOne(audience) ? audience : null);

    public void Use(string resource)
    {
        Resource = resource;
        Tell();
    }

    public async Task WriteAsync(HttpContext context)
    {
        var options = _options.Current;
        if (!options.IsEnabled)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        var (jwt, introspection) = (_jwt.Current, _introspection.Current);
        object[] basis = [options, jwt, introspection, .. _members.Select(part => part.Basis)];
        var made = Volatile.Read(ref _made);
        if (made is null || !made.Basis.SequenceEqual(basis, ReferenceEqualityComparer.Instance))
        {
            made = new Made(basis, Make(options, jwt, introspection));
            Volatile.Write(ref _made, made);
        }

        var document = made.Document;
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = document.Length;
        context.Response.Headers.CacheControl = "public, max-age=3600";
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await context.Response.Body.WriteAsync(document, context.RequestAborted).ConfigureAwait(false);
        }
    }

    private void Tell() => _address.Url = Resource is { } resource && _options.Current.IsEnabled ? ResourceIdentifier.MetadataUrl(resource) : null;

    private byte[] Make(ProtectedResourceOptions options, JwtOptions jwt, IntrospectionOptions introspection)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(buffer);
        writer.WriteStartObject();
        writer.WriteString("resource", Resource);
        WriteList(writer, "authorization_servers", options.AuthorizationServers.Count > 0 ? options.AuthorizationServers : [.. Issuers(jwt), .. Issuers(introspection)]);
        WriteList(writer, "scopes_supported", options.Scopes.Count > 0 ? options.Scopes : ScopesOfEndpoints());
        WriteList(writer, "bearer_methods_supported", ["header"]);
        WriteText(writer, "resource_name", options.Name);
        WriteText(writer, "resource_documentation", options.Documentation);
        WriteText(writer, "resource_policy_uri", options.Policy);
        WriteText(writer, "resource_tos_uri", options.TermsOfService);
        foreach (var part in _members)
        {
            part.Write(writer, options);
        }

        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    private static IEnumerable<string> Issuers(JwtOptions jwt) => jwt.IsEnabled
        ? [.. Of(jwt.Authority), .. jwt.ValidIssuers, .. jwt.Issuers.Values.SelectMany(issuer => NamesOf(issuer.Authority, issuer.ValidIssuers))]
        : [];

    private static IEnumerable<string> Issuers(IntrospectionOptions introspection) =>
        introspection.IsEnabled ? introspection.Servers.Values.SelectMany(server => NamesOf(server.Authority, server.ValidIssuers)) : [];

    private static IEnumerable<string> NamesOf(string? authority, IList<string> names) => names.Count > 0 ? names : Of(authority);

    private static IEnumerable<string> Of(string? authority) => authority is null ? [] : [authority];

    private IEnumerable<string> ScopesOfEndpoints() =>
        _endpoints.Endpoints.SelectMany(endpoint => endpoint.Metadata.GetOrderedMetadata<IScopeMetadata>()).Select(item => item.Scope).Order(StringComparer.Ordinal);

    /// <summary>A member without values must not be there (RFC 9728 section 3.2).</summary>
    private static void WriteList(Utf8JsonWriter writer, string name, IEnumerable<string> values)
    {
        string[] all = [.. values.Distinct(StringComparer.Ordinal)];
        if (all.Length == 0)
        {
            return;
        }

        writer.WriteStartArray(name);
        Array.ForEach(all, writer.WriteStringValue);
        writer.WriteEndArray();
    }

    private static void WriteText(Utf8JsonWriter writer, string name, string? value)
    {
        if (value is not null)
        {
            writer.WriteString(name, value);
        }
    }

    /// <param name="Basis">The options that it was made of.</param>
    /// <param name="Document">The document.</param>
    private sealed record Made(object[] Basis, byte[] Document);
}
