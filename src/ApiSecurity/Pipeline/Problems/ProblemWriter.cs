using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using JsonOptions = Microsoft.AspNetCore.Http.Json.JsonOptions;

namespace ApiSecurity.Pipeline;

/// <summary>
/// Writes a problem through the application's <see cref="IProblemDetailsService"/>, or in the same form where it has none. Never throws:
/// what the application adds to problems may fail, and a refusal must not become a 500 by it.
/// </summary>
/// <remarks>
/// The library does not call <c>AddProblemDetails</c> by itself: that would change what other parts of an existing application answer
/// (the developer exception page, for one), also in Report mode.
/// </remarks>
internal sealed class ProblemWriter(IOptions<JsonOptions> json, IOptions<ProblemDetailsOptions> problemOptions, ILogger<ProblemWriter> logger)
{
    public const string ContentType = "application/problem+json";

    public Task WriteAsync(HttpContext context, ApiProblem problem, IReadOnlyList<KeyValuePair<string, object?>> extensions)
    {
        var details = new ProblemDetails { Status = problem.Status, Title = problem.Title, Type = problem.Type };
        details.Extensions["code"] = problem.Code;
        foreach (var (name, value) in extensions)
        {
            details.Extensions[name] = value;
        }

        return WriteAsync(context, details);
    }

    public async Task WriteAsync(HttpContext context, ProblemDetails details)
    {
        // Kept aside: what the application makes of the problem may fail half way.
        var plain = new PlainProblem(details, SecurityEventHub.TraceIdOf(context));
        try
        {
            Prepare(context.Response, plain.Status);
            if (context.GetEndpoint()?.Metadata.GetMetadata<IProblemFormat>() is { } format)
            {
                var (status, contentType, body) = format.Write(context, plain);
                context.Response.StatusCode = status;
                await WriteBytesAsync(context, contentType, body).ConfigureAwait(false);
            }
            else if (AcceptHeader.PrefersText(context.Request.Headers.Accept))
            {
                await WriteBytesAsync(context, "text/plain; charset=utf-8", plain.ToText()).ConfigureAwait(false);
            }
            else if (!await TryServiceAsync(context, details).ConfigureAwait(false))
            {
                await WriteBytesAsync(context, ContentType, Serialize(context, details)).ConfigureAwait(false);
            }
        }
#pragma warning disable CA1031 // The application's customizers and converters throw what they like.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            await WritePlainAsync(context, plain, exception).ConfigureAwait(false);
        }
    }

    /// <returns>Whether bytes of a body wait that can't be taken back, though nothing has been sent yet.</returns>
    public static bool HasUnflushedBody(HttpResponse response) => response.BodyWriter is { CanGetUnflushedBytes: true, UnflushedBytes: > 0 };

    /// <summary>
    /// When a callback of the application's (<c>OnStarting</c>) throws, the server takes no body any more. It ends the response by itself,
    /// with the status alone; what has begun is broken off.
    /// </summary>
    public static void LeaveToServer(HttpContext context)
    {
        if (context.Response.HasStarted)
        {
            context.Abort();
            return;
        }

        context.Response.ContentLength = null;
        context.Response.ContentType = null;
    }

    private static void Prepare(HttpResponse response, int status)
    {
        response.StatusCode = status;
        response.ContentLength = null;
        response.Headers.ContentEncoding = default;
        response.Headers.CacheControl = "no-store";
    }

    private static async Task<bool> TryServiceAsync(HttpContext context, ProblemDetails details) =>
        !HttpMethods.IsHead(context.Request.Method)
        && context.RequestServices.GetService<IProblemDetailsService>() is { } service
        && await service.TryWriteAsync(new ProblemDetailsContext { HttpContext = context, ProblemDetails = details }).ConfigureAwait(false);

    private byte[] Serialize(HttpContext context, ProblemDetails details)
    {
        var options = json.Value.SerializerOptions;
        details.Extensions.TryAdd(options.PropertyNamingPolicy?.ConvertName("traceId") ?? "traceId", SecurityEventHub.TraceIdOf(context));
        problemOptions.Value.CustomizeProblemDetails?.Invoke(new ProblemDetailsContext { HttpContext = context, ProblemDetails = details });
        details.Type ??= ProblemTypes.Of(context.Response.StatusCode);
        return JsonSerializer.SerializeToUtf8Bytes(details, options);
    }

    private static async Task WriteBytesAsync(HttpContext context, string contentType, byte[] body)
    {
        context.Response.ContentType = contentType;
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            context.Response.ContentLength = body.Length;
            await context.Response.Body.WriteAsync(body, context.RequestAborted).ConfigureAwait(false);
        }
    }

    private async Task WritePlainAsync(HttpContext context, PlainProblem plain, Exception exception)
    {
        try
        {
            if (context.RequestAborted.IsCancellationRequested)
            {
                return;
            }

            ProblemLog.NotWritten(logger, exception.GetType().FullName, plain.TraceId);
            if (context.Response.HasStarted || HasUnflushedBody(context.Response))
            {
                context.Abort();
                return;
            }

            Prepare(context.Response, plain.Status);
            await WriteBytesAsync(context, ContentType, plain.ToJson()).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // Nothing is left that could be answered.
        catch (Exception)
#pragma warning restore CA1031
        {
            LeaveToServer(context);
        }
    }
}
