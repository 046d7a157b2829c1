using System.Collections.Frozen;
using ApiSecurity.Pipeline;
using Microsoft.AspNetCore.Http;

namespace ApiSecurity.Authentication;

/// <summary>What a signature must cover: the options, compiled.</summary>
internal sealed class RequiredComponents
{
    public const string ContentDigestField = "content-digest";

    public static readonly FrozenSet<string> Derived = FrozenSet.Create(
        StringComparer.Ordinal, "@method", "@target-uri", "@authority", "@scheme", "@request-target", "@path", "@query");

    private static readonly string[] Default = ["@method", "@target-uri", ContentDigestField, "authorization"];

    private readonly string[] _names;

    public RequiredComponents(IEnumerable<string> names)
    {
        _names = [.. names];
        if (_names.Length == 0)
        {
            _names = Default;
        }
    }

    /// <returns>Whether the signature covers all that is demanded of this request.</returns>
    public bool AreCovered(SignatureInput input, HttpContext context)
    {
        foreach (var name in _names)
        {
            if (IsDemanded(name, context) && !Covers(input, name))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether the signature covers a component: by itself, in one that contains it, or in its parts.</summary>
    public static bool Covers(SignatureInput input, string name) => Has(input, name) || name switch
    {
        "@target-uri" => Has(input, "@authority") && (Has(input, "@request-target") || (Has(input, "@path") && Has(input, "@query"))),
        "@authority" or "@scheme" => Has(input, "@target-uri"),
        "@path" or "@query" => Has(input, "@target-uri") || Has(input, "@request-target"),
        _ => false,
    };

    /// <summary>What to ask a client for, in the terms of <c>Accept-Signature</c> (RFC 9421 section 5.1).</summary>
    public string Describe(HttpContext context, string? tag)
    {
        var ofEndpoint = context.GetEndpoint()?.Metadata.GetOrderedMetadata<RequireHttpSignatureAttribute>().SelectMany(own => own.Components) ?? [];
        var names = _names.Where(name => IsDemanded(name, context)).Concat(ofEndpoint).Distinct(StringComparer.Ordinal).Select(name => $"\"{name}\"");
        var described = $"sig1=({string.Join(' ', names)});created";
        return tag is null ? described : $"{described};tag={StructuredFieldWriter.Write(new StructuredItem(BareItem.OfString(tag), new()))}";
    }

    private static bool IsDemanded(string name, HttpContext context) => name switch
    {
        ContentDigestField => RequestContent.IsThere(context),
        ['@', ..] => true,
        _ => context.Request.Headers.ContainsKey(name),
    };

    private static bool Has(SignatureInput input, string name)
    {
        foreach (var component in input.Components)
        {
            // One member of a field is not the field; of the digests each is enough.
            if (string.Equals(component.Name, name, StringComparison.Ordinal)
                && (component.Key is null || (name == ContentDigestField && ContentDigest.IsKnown(component.Key))))
            {
                return true;
            }
        }

        return false;
    }
}
