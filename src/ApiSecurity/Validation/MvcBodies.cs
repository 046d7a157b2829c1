using ApiSecurity.Pipeline;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.AspNetCore.Mvc.Controllers;
using Microsoft.AspNetCore.Mvc.Formatters;
using Microsoft.AspNetCore.Mvc.ModelBinding.Metadata;

namespace ApiSecurity.Validation;

/// <summary>Which bodies of controllers are read as JSON by the framework's own reader, and with which options.</summary>
internal sealed class MvcBodies
{
    private static readonly MediaType[] JsonTypes = [new("application/json"), new("text/json"), new("application/a+json")];

    // The framework asks formatters in their order: those behind its own reader get no JSON.
    private readonly IInputFormatter[] _ahead;
    private readonly IInputFormatter[] _behind;
    private readonly JsonReaders _json;

    public MvcBodies(JsonOptions json, MvcOptions mvc, bool allowsUnknown)
    {
        var readers = mvc.InputFormatters.OfType<SystemTextJsonInputFormatter>().ToArray();
        var jsonNames = mvc.ModelMetadataDetailsProviders.OfType<SystemTextJsonValidationMetadataProvider>().Any();
        Rules = new BodyRules(readers.FirstOrDefault()?.SerializerOptions ?? json.JsonSerializerOptions, jsonNames, allowsUnknown);
        _ahead = [.. mvc.InputFormatters.TakeWhile(formatter => formatter is not SystemTextJsonInputFormatter)];
        _behind = [.. mvc.InputFormatters.Skip(_ahead.Length).Where(formatter => formatter is not SystemTextJsonInputFormatter)];
        _json = JsonReaders.OfControllers(readers.SelectMany(formatter => formatter.SupportedMediaTypes));
    }

    public BodyRules Rules { get; }

    public ValidationPlan Compile(ControllerActionDescriptor action)
    {
        var bound = BoundBody.OfAction(action);
        if (bound.Type is not { } type)
        {
            return ValidationPlan.None;
        }

        var json = _ahead.FirstOrDefault(formatter => MediaTypes(formatter, type)?.Any(MayBeJson) is true);
        if (json is not null)
        {
            return ValidationPlan.None with { Gap = $"controllers read its JSON with {json.GetType().Name}, whose rules the schema does not know" };
        }

        var plan = ValidationPlans.Plan(Rules, bound, _json);
        return plan with { Gap = plan.Gap ?? OtherReaders(type) };
    }

    private string? OtherReaders(Type type)
    {
        IInputFormatter[] others = [.. _ahead, .. _behind];
        var silent = others.FirstOrDefault(formatter => MediaTypes(formatter, type) is null);
        var mediaTypes = others.SelectMany(formatter => MediaTypes(formatter, type) ?? []).Distinct().ToArray();
        return silent is not null ? $"when {silent.GetType().Name} reads it, which does not tell what it reads"
            : mediaTypes.Length > 0 ? $"when it is sent as {string.Join(", ", mediaTypes)}"
            : null;
    }

    /// <returns>What the formatter reads of this type; <see langword="null"/> if it does not tell.</returns>
    private static IReadOnlyList<string>? MediaTypes(IInputFormatter formatter, Type type)
    {
        // Newtonsoft.Json's reader of patches claims every type when it is asked for media types, and takes patches only when it reads.
        if (formatter.GetType().Name == "NewtonsoftJsonPatchInputFormatter" && type.GetInterface("IJsonPatchDocument") is null)
        {
            return [];
        }

        return formatter is IApiRequestFormatMetadataProvider provider ? provider.GetSupportedContentTypes(null!, type) ?? [] : null;
    }

    private static bool MayBeJson(string mediaType)
    {
        var set = new MediaType(mediaType);
        return mediaType.Contains("json", StringComparison.OrdinalIgnoreCase) || JsonTypes.Any(json => json.IsSubsetOf(set));
    }
}
