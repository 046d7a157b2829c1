using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Mvc;

namespace ApiSecurity.Pipeline;

/// <summary>The least a client is told of a problem; made without the application's serializer, and so never in its hands.</summary>
internal sealed class PlainProblem(ProblemDetails details, string traceId)
{
    private readonly string? _title = details.Title;
    private readonly string? _type = details.Type;
    private readonly string? _code = details.Extensions.TryGetValue("code", out var code) ? code as string : null;

    public string? Title => _title;

    public string? Code => _code;

    public int Status { get; } = details.Status ?? 500;

    public string TraceId { get; } = traceId;

    public byte[] ToText() => Encoding.UTF8.GetBytes($"{_title}\n{_code}\n{TraceId}\n");

    public byte[] ToJson()
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartObject();
            writer.WriteString("type", _type ?? ProblemTypes.Of(Status));
            writer.WriteString("title", _title);
            writer.WriteNumber("status", Status);
            writer.WriteString("code", _code);
            writer.WriteString("traceId", TraceId);
            writer.WriteEndObject();
        }

        return stream.ToArray();
    }
}
