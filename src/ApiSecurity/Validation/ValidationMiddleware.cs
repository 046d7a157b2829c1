using System.Buffers;
using System.Text;
using ApiSecurity.Pipeline;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace ApiSecurity.Validation;

/// <summary>Last before the endpoint: one pass over the body, for callers who may send it.</summary>
internal sealed class ValidationMiddleware(
    RequestDelegate next, FeatureOptionsSource<RequestValidationOptions> options, ValidationPlans plans, JsonContracts schemas, XmlBodies xml, Refusals refusals)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (context.GetEndpoint() is not { } endpoint)
        {
            return next(context);
        }

        var contract = xml.Get(endpoint);
        var schema = schemas.Get(endpoint);
        var plan = plans.Get(endpoint);
        var current = options.Current;
        if ((plan.Rule is null && schema.Schema is null && contract.IsNone) || !current.IsEnabled)
        {
            return next(context);
        }

        if (!HasBody(context))
        {
            // Who reads the body by themselves would be given one that nobody has looked at: none.
            return (schema.MustBeJson || contract.MustBeXml) && BringsBody(context.Request.Method) ? refusals.ApplyAsync(context, current, ValidationProblems.NoBody, next) : next(context);
        }

        return contract.IsNone ? InvokeJsonAsync(context, plan, schema, current) : InvokeXmlAsync(context, contract, plan, schema, current);
    }

    private async Task InvokeXmlAsync(HttpContext context, XmlContract contract, ValidationPlan plan, JsonContract schema, RequestValidationOptions current)
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
            : InvokeJsonAsync(context, plan, schema, current)).ConfigureAwait(false);
    }

    private Task InvokeJsonAsync(HttpContext context, ValidationPlan plan, JsonContract schema, RequestValidationOptions current)
    {
        if (plan.Rule is null && schema.Schema is null)
        {
            return next(context);
        }

        var reading = plan.Readers.Read(context.Request.ContentType, out var encoding);
        return reading switch
        {
            BodyReading.Other when schema.MustBeJson => refusals.ApplyAsync(context, current, JsonSchemaProblems.NotJson, next),
            BodyReading.Other => next(context),
            BodyReading.Json => ValidateAsync(context, plan.Rule, schema.Schema, encoding, plan.MaxBody ?? schema.MaxBody ?? current.MaxBodyBytes, current),
            _ => refusals.ApplyAsync(context, current, ValidationProblems.Of(reading), next),
        };
    }

    private async Task ValidateAsync(HttpContext context, BodyRule? rule, JsonSchema? schema, Encoding? encoding, int maxBytes, RequestValidationOptions current)
    {
        Refusal? refusal;
        try
        {
            refusal = await FindRefusalAsync(context, rule, schema, encoding, maxBytes, current).ConfigureAwait(false);
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

    private static async Task<Refusal?> FindRefusalAsync(
        HttpContext context, BodyRule? rule, JsonSchema? schema, Encoding? encoding, int maxBytes, RequestValidationOptions current)
    {
        if (context.Request.ContentLength > maxBytes)
        {
            return ValidationProblems.TooLarge;
        }

        var found = await BufferedBody.CheckAsync(context, maxBytes, body =>
        {
            var text = ToUtf8(body, encoding);
            var run = rule?.Check(text, current);
            return run is { Violations.Count: > 0 } ? new Found(ValidationProblems.Of(run, current.UseUnprocessableContent))
                : schema?.Validate(text) is { IsValid: false } result ? new Found(JsonSchemaProblems.Of(result, current.UseUnprocessableContent))
                : Found.Nothing;
        }).ConfigureAwait(false);
        return found is null ? ValidationProblems.TooLarge : found.Refusal;
    }

    private static bool BringsBody(string method) => HttpMethods.IsPost(method) || HttpMethods.IsPut(method) || HttpMethods.IsPatch(method) || HttpMethods.IsQuery(method);

    private static bool HasBody(HttpContext context) =>
        context.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody ?? context.Request.ContentLength is not 0;

    private static ReadOnlySequence<byte> ToUtf8(ReadOnlySequence<byte> body, Encoding? encoding) =>
        encoding is null or UTF8Encoding ? body : new ReadOnlySequence<byte>(Encoding.Convert(encoding, Encoding.UTF8, body.ToArray()));

    private sealed record Found(Refusal? Refusal)
    {
        public static readonly Found Nothing = new((Refusal?)null);
    }
}
