using System.Buffers;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using ApiSecurity.Pipeline;
using Microsoft.Extensions.DependencyInjection;

namespace ApiSecurity.Authorization;

/// <summary>Asks a decision point by the OpenID AuthZEN Authorization API 1.0: one question by Access Evaluation, several by Access Evaluations.</summary>
internal sealed class AuthZenDecisionPoint(IHttpClientFactory clients, FeatureOptionsSource<AccessDecisionOptions> options) : IAccessDecisionPoint
{
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 16, AllowDuplicateProperties = false };

    public async ValueTask<IReadOnlyList<bool>> EvaluateAsync(IReadOnlyList<AccessEvaluation> evaluations, CancellationToken cancellationToken)
    {
        var current = options.Current;
        var isOne = evaluations.Count == 1;
        using var client = clients.CreateClient(AccessDecisionsApiSecurityBuilderExtensions.HttpClientName);
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{current.Endpoint!.TrimEnd('/')}/access/v1/{(isOne ? "evaluation" : "evaluations")}");
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        request.Content = new ReadOnlyMemoryContent(Write(evaluations)) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
        if (response.StatusCode != HttpStatusCode.OK)
        {
            throw new AccessDecisionException($"it answered {(int)response.StatusCode}");
        }

        if (response.Content.Headers.ContentType?.MediaType is not { } type || !type.Equals("application/json", StringComparison.OrdinalIgnoreCase))
        {
            throw new AccessDecisionException("its answer is not application/json");
        }

        var bytes = await ReadAsync(response.Content, current.MaxResponseBytes, cancellationToken).ConfigureAwait(false);
        try
        {
            using var document = JsonDocument.Parse(bytes, Strict);
            return isOne ? [Decision(document.RootElement)] : Decisions(document.RootElement, evaluations.Count);
        }
        catch (JsonException)
        {
            throw new AccessDecisionException("its answer is not JSON, or has a member twice");
        }
    }

    private static IReadOnlyList<bool> Decisions(JsonElement answer, int count) =>
        answer.ValueKind == JsonValueKind.Object && answer.TryGetProperty("evaluations", out var all) && all.ValueKind == JsonValueKind.Array && all.GetArrayLength() == count
            ? [.. all.EnumerateArray().Select(Decision)]
            : throw new AccessDecisionException("its answer has not as many evaluations as there were questions");

    /// <summary>True or false; neither a text nor a number is a yes.</summary>
    private static bool Decision(JsonElement answer) =>
        answer.ValueKind == JsonValueKind.Object && answer.TryGetProperty("decision", out var decision) && decision.ValueKind is JsonValueKind.True or JsonValueKind.False
            ? decision.GetBoolean()
            : throw new AccessDecisionException("its answer has no decision");

    private static ReadOnlyMemory<byte> Write(IReadOnlyList<AccessEvaluation> evaluations)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using var writer = new Utf8JsonWriter(buffer);
        if (evaluations.Count == 1)
        {
            Write(writer, evaluations[0]);
        }
        else
        {
            writer.WriteStartObject();
            writer.WriteStartArray("evaluations");
            foreach (var evaluation in evaluations)
            {
                Write(writer, evaluation);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.Flush();
        return buffer.WrittenMemory;
    }

    private static void Write(Utf8JsonWriter writer, AccessEvaluation evaluation)
    {
        writer.WriteStartObject();
        WriteEntity(writer, "subject", evaluation.SubjectType, evaluation.SubjectId);
        writer.WriteStartObject("action");
        writer.WriteString("name", evaluation.Action);
        writer.WriteEndObject();
        WriteEntity(writer, "resource", evaluation.ResourceType, evaluation.ResourceId);
        if (evaluation.Context.Count > 0)
        {
            writer.WriteStartObject("context");
            foreach (var (name, value) in evaluation.Context)
            {
                writer.WriteString(name, value);
            }

            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    private static void WriteEntity(Utf8JsonWriter writer, string name, string type, string id)
    {
        writer.WriteStartObject(name);
        writer.WriteString("type", type);
        writer.WriteString("id", id);
        writer.WriteEndObject();
    }

    private static async ValueTask<ReadOnlyMemory<byte>> ReadAsync(HttpContent content, int most, CancellationToken cancellationToken)
    {
        if (content.Headers.ContentLength > most)
        {
            throw new AccessDecisionException("its answer is too long");
        }

        var stream = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        var bytes = new byte[(int)Math.Min(content.Headers.ContentLength ?? 4096, most) + 1];
        var length = 0;
        while (true)
        {
            var read = await stream.ReadAsync(bytes.AsMemory(length), cancellationToken).ConfigureAwait(false);
            length += read;
            if (read == 0)
            {
                return bytes.AsMemory(0, length);
            }

            if (length > most)
            {
                throw new AccessDecisionException("its answer is too long");
            }

            if (length == bytes.Length)
            {
                Array.Resize(ref bytes, Math.Min(bytes.Length * 2, most + 1));
            }
        }
    }
}
