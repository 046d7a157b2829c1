using ApiSecurity.Authorization;
using ApiSecurity.Pipeline;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace ApiSecurity.Posture;

/// <summary>The endpoint behind <c>MapApiSecurityPosture</c>.</summary>
internal sealed class PostureEndpoints(ApiPosture posture, string permission, CallerFactory callers, Refusals refusals)
{
    private const string Json = "application/json";
    private const string Html = "text/html";
    private const string Markdown = "text/markdown";

    // Longer than browsers and clients send.
    private const int MaximumAccept = 2048;

    private static readonly Refusal Unauthenticated = new("posture", SecurityEventNames.AuthenticationFailed, ApiProblems.Unauthenticated)
    {
        Severity = SecurityEventSeverity.Low,
        Headers = [new("WWW-Authenticate", "Bearer")],
    };

    private static readonly ApiProblem PermissionMissing = new(403, ReasonCodes.PermissionMissing, "The caller lacks a permission.");

    /// <summary>The report is a map of what is weak: the permission is asked for here too, should the endpoint have been opened.</summary>
    public async ValueTask<object?> GuardAsync(EndpointFilterInvocationContext invocation, EndpointFilterDelegate next)
    {
        var context = invocation.HttpContext;
        var caller = callers.Get(context);
        if (caller.Can(permission))
        {
            return await next(invocation).ConfigureAwait(false);
        }

        await refusals.RefuseAsync(context, caller.IsAuthenticated ? new Refusal("posture", SecurityEventNames.AuthorizationFailed, PermissionMissing) { Detail = permission } : Unauthenticated).ConfigureAwait(false);
        return Results.Empty;
    }

    public async Task<IResult> GetAsync(HttpContext context)
    {
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.Append(HeaderNames.Vary, HeaderNames.Accept);
        var report = posture.GetReport();
        var matrix = await posture.GetMatrixAsync(context.RequestAborted).ConfigureAwait(false);
        return Best(context.Request) switch
        {
            Html => Results.Text(PostureTable.Html(report, matrix), Html, System.Text.Encoding.UTF8),
            Markdown => Results.Text(PostureTable.Markdown(report, matrix), Markdown, System.Text.Encoding.UTF8),
            _ => Results.Text(report.ToJson(matrix), Json, System.Text.Encoding.UTF8),
        };
    }

    /// <summary>RFC 9110 section 12.5.1, for three types: what the header likes best, JSON where it does not care.</summary>
    private static string Best(HttpRequest request)
    {
        var accept = request.Headers.Accept;
        if (accept.Count == 0 || accept.Sum(value => value?.Length ?? 0) > MaximumAccept || !MediaTypeHeaderValue.TryParseList(accept, out var ranges))
        {
            return Json;
        }

        return new[] { Json, Html, Markdown }.MaxBy(type => Quality(ranges, new MediaTypeHeaderValue(type)))!;
    }

    private static double Quality(IList<MediaTypeHeaderValue> ranges, MediaTypeHeaderValue type)
    {
        var best = (Precision: -1, Quality: 0.0);
        foreach (var range in ranges.Where(range => type.IsSubsetOf(range) || (range.MediaType.Equals(type.MediaType, StringComparison.OrdinalIgnoreCase))))
        {
            var precision = range.MatchesAllTypes ? 0 : range.MatchesAllSubTypes ? 1 : 2;
            var quality = range.Quality ?? 1;
            best = precision > best.Precision || (precision == best.Precision && quality > best.Quality) ? (precision, quality) : best;
        }

        return best.Quality;
    }
}
