using System.Buffers;
using System.Text;
using ApiSecurity.Pipeline;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace ApiSecurity.Validation;

/// <summary>Last before the endpoint: one pass over the body, for callers who may send it.</summary>
internal sealed class ValidationMiddleware(
    RequestDelegate next, FeatureOptionsSource<RequestValidationOptions> options, ValidationPlans plans, Refusals refusals)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (context.GetEndpoint() is not { } endpoint || plans.Get(endpoint) is not { Rule: { } rule } plan)
        {
            return next(context);
        }

        var current = options.Current;
        return current.IsEnabled && HasBody(context) && plan.ReadsAsJson(context.Request)
            ? ValidateAsync(context, rule, plan.MaxBody ?? current.MaxBodyBytes, current)
            : next(context);
    }

    private async Task ValidateAsync(HttpContext context, BodyRule rule, int maxBytes, RequestValidationOptions current)
    {
        Refusal? refusal;
        try
        {
            refusal = await FindRefusalAsync(context, rule, maxBytes, current).ConfigureAwait(false);
        }
        catch (IOException)
        {
            // Over a limit of the server's, or cut off: whoever reads next meets the same, and the framework knows what to answer.
            refusal = null;
        }

        await (refusal is null ? next(context) : refusals.ApplyAsync(context, current, refusal, next)).ConfigureAwait(false);
    }

    private static async Task<Refusal?> FindRefusalAsync(HttpContext context, BodyRule rule, int maxBytes, RequestValidationOptions current)
    {
        if (!TryGetEncoding(context.Request, out var encoding))
        {
            return ValidationProblems.UnknownCharset;
        }

        if (context.Request.ContentLength > maxBytes)
        {
            return ValidationProblems.TooLarge;
        }

        var run = await BufferedBody.CheckAsync(context, maxBytes, body => rule.Check(ToUtf8(body, encoding), current)).ConfigureAwait(false);
        return run is null ? ValidationProblems.TooLarge
            : run.Violations.Count == 0 ? null
            : ValidationProblems.Of(run, current.UseUnprocessableContent);
    }

    private static bool HasBody(HttpContext context) =>
        context.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody ?? context.Request.ContentLength is not 0;

    /// <summary>The framework reads bodies in the charset that they claim, so they are looked at in the same.</summary>
    private static bool TryGetEncoding(HttpRequest request, out Encoding? encoding)
    {
        encoding = null;
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || type.Charset.Length == 0
            || type.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase) || type.Charset.Equals("\"utf-8\"", StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        try
        {
            encoding = Encoding.GetEncoding(type.Charset.ToString().Trim('"'));
            return true;
        }
        catch (Exception exception) when (exception is ArgumentException or NotSupportedException)
        {
            return false;
        }
    }

    private static ReadOnlySequence<byte> ToUtf8(ReadOnlySequence<byte> body, Encoding? encoding) =>
        encoding is null or UTF8Encoding ? body : new ReadOnlySequence<byte>(Encoding.Convert(encoding, Encoding.UTF8, body.ToArray()));
}
