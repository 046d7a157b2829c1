using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.AspNetCore.Mvc.Controllers;
using Microsoft.AspNetCore.Mvc.Formatters;
using Microsoft.AspNetCore.Mvc.ModelBinding.Metadata;

namespace ApiSecurity.Validation;

/// <summary>Which bodies of controllers are read as JSON by the framework's own reader, and with which options.</summary>
internal sealed class MvcBodies
{
    private readonly IApiRequestFormatMetadataProvider[] _others;
    private readonly JsonReaders _json;

    public MvcBodies(JsonOptions json, MvcOptions mvc, bool allowsUnknown)
    {
        var readers = mvc.InputFormatters.OfType<SystemTextJsonInputFormatter>().ToArray();
        var jsonNames = mvc.ModelMetadataDetailsProviders.OfType<SystemTextJsonValidationMetadataProvider>().Any();
        Rules = new BodyRules(readers.FirstOrDefault()?.SerializerOptions ?? json.JsonSerializerOptions, jsonNames, allowsUnknown);
        _others = [.. mvc.InputFormatters.Where(formatter => formatter is not SystemTextJsonInputFormatter).OfType<IApiRequestFormatMetadataProvider>()];
        _json = JsonReaders.OfControllers(readers.SelectMany(formatter => formatter.SupportedMediaTypes));
    }

    public BodyRules Rules { get; }

    public ValidationPlan Compile(ControllerActionDescriptor action)
    {
        if (BodyTypes.OfAction(action) is not { } type)
        {
            return ValidationPlan.None;
        }

        var gaps = _others.Where(other => Reads(other, type))
            .Select(other => (Reader: other, Types: other.GetSupportedContentTypes(null!, type) ?? []))
            .Where(other => other.Types.Count > 0).ToArray();
        var json = gaps.FirstOrDefault(gap => gap.Types.Any(IsJson)).Reader;
        if (json is not null)
        {
            return ValidationPlan.None with { Gap = $"controllers read its JSON with {json.GetType().Name}, whose rules the schema does not know" };
        }

        var plan = ValidationPlans.Plan(Rules, type, _json);
        return plan.Gap is null && gaps.Length > 0 ? plan with { Gap = $"when it is sent as {string.Join(", ", gaps.SelectMany(gap => gap.Types).Distinct())}" } : plan;
    }

    /// <summary>Newtonsoft.Json's reader of patches claims every type when it is asked for media types, and takes patches only when it reads.</summary>
    private static bool Reads(IApiRequestFormatMetadataProvider reader, Type type) =>
        reader.GetType().Name != "NewtonsoftJsonPatchInputFormatter" || type.GetInterface("IJsonPatchDocument") is not null;

    private static bool IsJson(string mediaType) => mediaType.Contains("json", StringComparison.OrdinalIgnoreCase);
}
