using System.Buffers;
using System.Text;
using ApiSecurity.Pipeline;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace ApiSecurity.Validation;

/// <summary>Last before the endpoint: one pass over the body, for callers who may send it.</summary>
internal sealed class ValidationMiddleware(
    RequestDelegate next, FeatureOptionsSource<RequestValidationOptions> options, ValidationPlans plans, XmlBodies xml, Refusals refusals)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (context.GetEndpoint() is not { } endpoint)
        {
            return next(context);
        }

        var contract = xml.Get(endpoint);
        var plan = plans.Get(endpoint);
        var current = options.Current;
        if ((plan.Rule is null && contract.IsNone) || !current.IsEnabled || !HasBody(context))
        {
            return next(context);
        }

        return contract.IsNone ? InvokeJsonAsync(context, plan, current) : InvokeXmlAsync(context, contract, plan, current);
    }

    private async Task InvokeXmlAsync(HttpContext context, XmlContract contract, ValidationPlan plan, RequestValidationOptions current)
    {
        bool isXml;
        Refusal? refusal;
        try
        {
            (isXml, refusal) = await XmlBodies.CheckAsync(context, contract, current).ConfigureAwait(false);
        }
        catch (IOException)
        {
            (isXml, refusal) = (true, null);
        }

        await (refusal is not null ? refusals.ApplyAsync(context, current, refusal, next)
            : isXml ? next(context)
            : InvokeJsonAsync(context, plan, current)).ConfigureAwait(false);
    }

    private Task InvokeJsonAsync(HttpContext context, ValidationPlan plan, RequestValidationOptions current)
    {
        if (plan.Rule is not { } rule)
        {
            return next(context);
        }

        var reading = plan.Readers.Read(context.Request.ContentType, out var encoding);
        return reading switch
        {
            BodyReading.Other => next(context),
            BodyReading.Json => ValidateAsync(context, rule, encoding, plan.MaxBody ?? current.MaxBodyBytes, current),
            _ => refusals.ApplyAsync(context, current, ValidationProblems.Of(reading), next),
        };
    }

    private async Task ValidateAsync(HttpContext context, BodyRule rule, Encoding? encoding, int maxBytes, RequestValidationOptions current)
    {
        Refusal? refusal;
        try
        {
            refusal = await FindRefusalAsync(context, rule, encoding, maxBytes, current).ConfigureAwait(false);
        }
        catch (IOException)
        {
            // Over a limit of the server's, or cut off: whoever reads next meets the same, and the framework knows what to answer.
            refusal = null;
        }
#pragma warning disable CA1031 // An annotation or a converter of the application's own may throw anything. What could not be checked was not found right.
        catch (Exception exception) when (!context.RequestAborted.IsCancellationRequested)
#pragma warning restore CA1031
        {
            refusal = ValidationProblems.Failed(exception);
        }

        await (refusal is null ? next(context) : refusals.ApplyAsync(context, current, refusal, next)).ConfigureAwait(false);
    }

    private static async Task<Refusal?> FindRefusalAsync(HttpContext context, BodyRule rule, Encoding? encoding, int maxBytes, RequestValidationOptions current)
    {
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

    private static ReadOnlySequence<byte> ToUtf8(ReadOnlySequence<byte> body, Encoding? encoding) =>
        encoding is null or UTF8Encoding ? body : new ReadOnlySequence<byte>(Encoding.Convert(encoding, Encoding.UTF8, body.ToArray()));
}
