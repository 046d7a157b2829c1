using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using JsonOptions = Microsoft.AspNetCore.Http.Json.JsonOptions;

namespace ApiSecurity.Pipeline;

/// <summary>Writes a problem through the application's <see cref="IProblemDetailsService"/>, or in the same form where it has none.</summary>
/// <remarks>
/// The library does not call <c>AddProblemDetails</c> by itself: that would change what other parts of an existing application answer
/// (the developer exception page, for one), also in Report mode.
/// </remarks>
internal sealed class ProblemWriter(IOptions<JsonOptions> json, IOptions<ProblemDetailsOptions> problemOptions)
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

    public Task WriteAsync(HttpContext context, ProblemDetails details)
    {
        var response = context.Response;
        var status = details.Status ?? StatusCodes.Status500InternalServerError;
        response.StatusCode = status;
        response.Headers.CacheControl = "no-store";
        if (HttpMethods.IsHead(context.Request.Method) || status is StatusCodes.Status204NoContent or StatusCodes.Status304NotModified)
        {
            return Task.CompletedTask;
        }

        return AcceptsJson(context.Request) ? WriteJsonAsync(context, details) : WriteTextAsync(context, details);
    }

    private async Task WriteJsonAsync(HttpContext context, ProblemDetails details)
    {
        var service = context.RequestServices.GetService<IProblemDetailsService>();
        var written = new ProblemDetailsContext { HttpContext = context, ProblemDetails = details };
        if (service is not null && await service.TryWriteAsync(written).ConfigureAwait(false))
        {
            return;
        }

        details.Extensions.TryAdd("traceId", SecurityEventHub.TraceIdOf(context));
        problemOptions.Value.CustomizeProblemDetails?.Invoke(written);
        details.Type ??= DefaultType(context.Response.StatusCode);
        context.Response.ContentType = ContentType;
        await JsonSerializer.SerializeAsync(
            context.Response.Body, details, json.Value.SerializerOptions, context.RequestAborted).ConfigureAwait(false);
    }

    /// <summary>For a client that takes no JSON (RFC 9110 section 15.5.7 leaves the choice to the server): the title and the trace id.</summary>
    private static Task WriteTextAsync(HttpContext context, ProblemDetails details)
    {
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync($"{details.Title}\n{SecurityEventHub.TraceIdOf(context)}\n", context.RequestAborted);
    }

    private static bool AcceptsJson(HttpRequest request)
    {
        var accept = request.GetTypedHeaders().Accept;
        if (accept.Count == 0)
        {
            return true;
        }

        foreach (var range in accept)
        {
            if (range.Quality is 0)
            {
                continue;
            }

            if (range.MatchesAllTypes || Json.IsSubsetOf(range) || ProblemJson.IsSubsetOf(range))
            {
                return true;
            }
        }

        return false;
    }

    private static readonly MediaTypeHeaderValue Json = new("application/json");
    private static readonly MediaTypeHeaderValue ProblemJson = new(ContentType);

    private static string DefaultType(int status) => status switch
    {
        400 => "https://tools.ietf.org/html/rfc9110#section-15.5.1",
        401 => "https://tools.ietf.org/html/rfc9110#section-15.5.2",
        403 => "https://tools.ietf.org/html/rfc9110#section-15.5.4",
        404 => "https://tools.ietf.org/html/rfc9110#section-15.5.5",
        405 => "https://tools.ietf.org/html/rfc9110#section-15.5.6",
        406 => "https://tools.ietf.org/html/rfc9110#section-15.5.7",
        408 => "https://tools.ietf.org/html/rfc9110#section-15.5.9",
        409 => "https://tools.ietf.org/html/rfc9110#section-15.5.10",
        412 => "https://tools.ietf.org/html/rfc9110#section-15.5.13",
        413 => "https://tools.ietf.org/html/rfc9110#section-15.5.14",
        414 => "https://tools.ietf.org/html/rfc9110#section-15.5.15",
        415 => "https://tools.ietf.org/html/rfc9110#section-15.5.16",
        421 => "https://tools.ietf.org/html/rfc9110#section-15.5.20",
        422 => "https://tools.ietf.org/html/rfc9110#section-15.5.21",
        426 => "https://tools.ietf.org/html/rfc9110#section-15.5.22",
        429 => "https://tools.ietf.org/html/rfc6585#section-4",
        431 => "https://tools.ietf.org/html/rfc6585#section-5",
        500 => "https://tools.ietf.org/html/rfc9110#section-15.6.1",
        501 => "https://tools.ietf.org/html/rfc9110#section-15.6.2",
        502 => "https://tools.ietf.org/html/rfc9110#section-15.6.3",
        503 => "https://tools.ietf.org/html/rfc9110#section-15.6.4",
        504 => "https://tools.ietf.org/html/rfc9110#section-15.6.5",
        _ => "about:blank",
    };
}
