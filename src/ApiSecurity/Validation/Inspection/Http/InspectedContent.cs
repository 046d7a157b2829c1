using System.Buffers;
using System.Text;
using Microsoft.Net.Http.Headers;

namespace ApiSecurity.Validation;

/// <summary>Which bodies are looked through, and how.</summary>
internal enum InspectedKind
{
    None,
    Json,
    Form,
    Multipart,
    Xml,
    Text,
}

/// <summary>What the Content-Type says a body is.</summary>
internal readonly record struct InspectedContent(InspectedKind Kind, Encoding? Encoding = null)
{
    public static InspectedContent Of(string? contentType)
    {
        if (string.IsNullOrEmpty(contentType))
        {
            return default;
        }

        if (contentType.Equals("application/json", StringComparison.OrdinalIgnoreCase) || contentType.Equals("application/json; charset=utf-8", StringComparison.OrdinalIgnoreCase))
        {
            return new(InspectedKind.Json);
        }

        if (!MediaTypeHeaderValue.TryParse(contentType, out var type))
        {
            // What the grammar refuses, lenient readers may still read.
            return new(contentType.Contains("json", StringComparison.OrdinalIgnoreCase) ? InspectedKind.Json : InspectedKind.None);
        }

        return new(KindOf(type), type.Encoding is UTF8Encoding ? null : type.Encoding);
    }

    private static InspectedKind KindOf(MediaTypeHeaderValue type)
    {
        var name = type.MediaType;
        return name.EndsWith("/json", StringComparison.OrdinalIgnoreCase) || name.EndsWith("+json", StringComparison.OrdinalIgnoreCase) ? InspectedKind.Json
            : name.Equals("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase) ? InspectedKind.Form
            : name.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase) ? InspectedKind.Multipart
            : name.EndsWith("/xml", StringComparison.OrdinalIgnoreCase) || name.EndsWith("+xml", StringComparison.OrdinalIgnoreCase) ? InspectedKind.Xml
            : name.Equals("text/plain", StringComparison.OrdinalIgnoreCase) ? InspectedKind.Text
            : InspectedKind.None;
    }

    public void Look(ReadOnlySequence<byte> body, ref InspectionRun run)
    {
        if (Encoding is not null)
        {
            Look(System.Text.Encoding.Convert(Encoding, System.Text.Encoding.UTF8, body.ToArray()), ref run);
            return;
        }

        if (body.IsSingleSegment)
        {
            Look(body.FirstSpan, ref run);
            return;
        }

        var rented = ArrayPool<byte>.Shared.Rent((int)body.Length);
        try
        {
            body.CopyTo(rented);
            Look(rented.AsSpan(0, (int)body.Length), ref run);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    private void Look(ReadOnlySpan<byte> body, ref InspectionRun run)
    {
        body = body.StartsWith(System.Text.Encoding.UTF8.Preamble) ? body[3..] : body;
        switch (Kind)
        {
            case InspectedKind.Json:
                JsonInspection.Look(body, ref run);
                break;
            case InspectedKind.Form:
                HeadInspection.Fields(System.Text.Encoding.UTF8.GetString(body).AsMemory(), "form", ref run);
                break;
            case InspectedKind.Multipart:
                MultipartInspection.Look(body, ref run);
                break;
            case InspectedKind.Xml:
                XmlInspection.Look(body, ref run);
                break;
            default:
                JsonInspection.Whole(body, ref run);
                break;
        }
    }
}
