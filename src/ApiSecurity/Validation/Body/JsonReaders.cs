using System.Text;
using Microsoft.AspNetCore.Mvc.Formatters;
using Microsoft.Net.Http.Headers;

namespace ApiSecurity.Validation;

/// <summary>What the readers of an endpoint's body make of a <c>Content-Type</c>.</summary>
internal enum BodyReading
{
    /// <summary>Nobody reads it as JSON: it is another formatter's, or the framework's to refuse.</summary>
    Other,

    /// <summary>It is read as JSON, in an encoding that is known.</summary>
    Json,

    /// <summary>One reader takes it for this and the other for that, so nobody can say what is going to be read.</summary>
    Ambiguous,

    /// <summary>A charset that .NET does not have.</summary>
    UnknownCharset,

    /// <summary>A charset in quotes, which is legal, and which the framework's minimal APIs can't read.</summary>
    QuotedCharset,
}

/// <summary>Who reads an endpoint's JSON, and so which media types are JSON there.</summary>
/// <remarks>
/// Minimal APIs read the header by the grammar. Controllers read it leniently, and go on where the grammar ends:
/// <c>application/json x</c> is JSON there. So both are asked, and what the grammar does not allow is refused.
/// </remarks>
internal sealed class JsonReaders
{
    public static readonly JsonReaders Minimal = new(null);

    private readonly string[]? _mediaTypes;

    private JsonReaders(string[]? mediaTypes) => _mediaTypes = mediaTypes;

    /// <param name="mediaTypes">What the formatters say they read.</param>
    public static JsonReaders OfControllers(IEnumerable<string> mediaTypes) => new([.. mediaTypes]);

    /// <param name="contentType">The header.</param>
    /// <param name="encoding">The body's; <see langword="null"/> for UTF-8.</param>
    public BodyReading Read(string? contentType, out Encoding? encoding)
    {
        encoding = null;
        if (string.IsNullOrEmpty(contentType))
        {
            return BodyReading.Other;
        }

        if (contentType.Equals("application/json", StringComparison.OrdinalIgnoreCase)
            || contentType.Equals("application/json; charset=utf-8", StringComparison.OrdinalIgnoreCase))
        {
            return BodyReading.Json;
        }

        if (!MediaTypeHeaderValue.TryParse(contentType, out var type))
        {
            return BodyReading.Ambiguous;
        }

        return IsJson(contentType, type) ? ReadCharset(contentType, type, out encoding) : BodyReading.Other;
    }

    private bool IsJson(string contentType, MediaTypeHeaderValue type)
    {
        if (type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase) || type.Suffix.Equals("json", StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        if (_mediaTypes is not null)
        {
            var lenient = new MediaType(contentType);
            foreach (var mediaType in _mediaTypes)
            {
                if (lenient.IsSubsetOf(new MediaType(mediaType)))
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>The framework reads bodies in the charset that they claim, so they are looked at in the same.</summary>
    private BodyReading ReadCharset(string contentType, MediaTypeHeaderValue type, out Encoding? encoding)
    {
        encoding = null;
        var count = 0;
        foreach (var parameter in type.Parameters)
        {
            count += parameter.Name.Equals("charset", StringComparison.OrdinalIgnoreCase) ? 1 : 0;
        }

        var charset = type.Charset.ToString();
        var name = charset is ['"', .., '"'] ? charset[1..^1] : charset;
        if (count > 1 || (_mediaTypes is not null && !new MediaType(contentType).Charset.ToString().Trim('"').Equals(name, StringComparison.OrdinalIgnoreCase)))
        {
            return BodyReading.Ambiguous;
        }

        if (count == 0 || charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase))
        {
            return BodyReading.Json;
        }

        try
        {
            encoding = Encoding.GetEncoding(name);
        }
        catch (Exception exception) when (exception is ArgumentException or NotSupportedException)
        {
            return BodyReading.UnknownCharset;
        }

        return _mediaTypes is null && charset.Length != name.Length ? BodyReading.QuotedCharset : BodyReading.Json;
    }
}
