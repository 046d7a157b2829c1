using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ApiSecurity.Pipeline;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace ApiSecurity.Authorization;

/// <summary>
/// Last before the endpoint: the objects that <see cref="AuthorizeObjectAttribute{T}"/> names, and the references in the query and in the JSON that a
/// minimal endpoint is going to read. Those of controllers' actions are looked at when they are bound (<see cref="AuthorizedActionFilter"/>).
/// </summary>
internal sealed class ObjectsMiddleware(RequestDelegate next, ObjectPlans plans, Refusals refusals)
{
    private const int LongestBody = 32 * 1024 * 1024;

    public Task InvokeAsync(HttpContext context) =>
        context.GetEndpoint() is { } endpoint && plans.Get(endpoint) is { IsEmpty: false } plan ? CheckAsync(context, endpoint, plan) : next(context);

    private async Task CheckAsync(HttpContext context, Endpoint endpoint, ObjectPlan plan)
    {
        var refusal = await FindRefusalAsync(context, endpoint, plan).ConfigureAwait(false);
        await (refusal is null ? next(context) : refusals.RefuseAsync(context, refusal)).ConfigureAwait(false);
    }

    private async ValueTask<Refusal?> FindRefusalAsync(HttpContext context, Endpoint endpoint, ObjectPlan plan)
    {
        foreach (var demand in plan.Attributes)
        {
            if ((await demand.Loader.LoadAsync(context, demand).ConfigureAwait(false)).Refusal is { } refused)
            {
                return refused;
            }
        }

        if (plan.Parameters.Count == 0 && plan.Body is null)
        {
            return null;
        }

        var references = new RequestReferences();
        foreach (var parameter in plan.Parameters)
        {
            parameter.Read(context, references);
        }

        if (plan.Body is { } type && context.Request.HasJsonContentType() && RequestContent.IsThere(context))
        {
            var limit = (int)Math.Min(OwnBodyLimit.Of(endpoint.Metadata) ?? LongestBody, LongestBody);
            if (await ReadAsync(context, type, limit, references).ConfigureAwait(false) is { } unreadable)
            {
                return unreadable;
            }
        }

        context.Features.Set(references);
        return await ReferenceChecks.RefuseAsync(context, references, plan.Loaders).ConfigureAwait(false);
    }

    /// <summary>Reads the body as the framework is going to, by the same serializer and the same options, so that what is checked is what is bound.</summary>
    private async ValueTask<Refusal?> ReadAsync(HttpContext context, JsonTypeInfo type, int limit, RequestReferences references)
    {
        if (await BufferedBody.CheckAsync(context, limit, static body => body.ToArray()).ConfigureAwait(false) is not { } bytes)
        {
            return ObjectProblems.TooManyReferences;
        }

        try
        {
            plans.References.Read(await DeserializeAsync(context, bytes, type).ConfigureAwait(false), string.Empty, references);
            return null;
        }
        catch (Exception exception) when (exception is JsonException or NotSupportedException or InvalidOperationException or ArgumentException or DecoderFallbackException)
        {
            return ObjectProblems.UnreadableBody;
        }
    }

    private static ValueTask<object?> DeserializeAsync(HttpContext context, byte[] bytes, JsonTypeInfo type)
    {
        var charset = MediaTypeHeaderValue.Parse(context.Request.ContentType).Charset;
        return !charset.HasValue || charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase)
            ? JsonSerializer.DeserializeAsync(PipeReader.Create(new ReadOnlySequence<byte>(bytes)), type, context.RequestAborted)
            : JsonSerializer.DeserializeAsync(
                Encoding.CreateTranscodingStream(new MemoryStream(bytes), Encoding.GetEncoding(charset.Value!), Encoding.UTF8), type, context.RequestAborted);
    }
}
