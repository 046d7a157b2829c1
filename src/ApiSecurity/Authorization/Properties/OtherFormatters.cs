using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.AspNetCore.Mvc.Formatters;

namespace ApiSecurity.Authorization;

/// <summary>What in an application's MVC reads or writes a type by contracts that have no rules in them.</summary>
internal static class OtherFormatters
{
    /// <returns>The name of the formatter; <see langword="null"/> if there is none.</returns>
    public static string? WriterOf(MvcOptions mvc, Type type) => mvc.OutputFormatters
        .FirstOrDefault(formatter => formatter switch
        {
            SystemTextJsonOutputFormatter json => !PropertyContracts.IsProtected(json.SerializerOptions),
            StringOutputFormatter or StreamOutputFormatter or HttpNoContentOutputFormatter => false,
            IApiResponseTypeMetadataProvider provider => provider.GetSupportedContentTypes(null!, type) is { Count: > 0 },
            _ => true,
        })?.GetType().Name;

    /// <inheritdoc cref="WriterOf"/>
    public static string? ReaderOf(MvcOptions mvc, Type type) => mvc.InputFormatters
        .FirstOrDefault(formatter => formatter switch
        {
            SystemTextJsonInputFormatter json => !PropertyContracts.IsProtected(json.SerializerOptions),
            // Claims every type when it is asked for media types, and takes patches only when it reads.
            { } patch when patch.GetType().Name == "NewtonsoftJsonPatchInputFormatter" => false,
            IApiRequestFormatMetadataProvider provider => provider.GetSupportedContentTypes(null!, type) is { Count: > 0 },
            _ => true,
        })?.GetType().Name;
}
