using ApiSecurity.Pipeline;
using Microsoft.AspNetCore.Http;

namespace ApiSecurity.Validation;

/// <summary>What an endpoint says of inspection.</summary>
/// <param name="IsOff">It is taken out.</param>
/// <param name="Action">What it wants done; <see langword="null"/> where it does not say.</param>
/// <param name="MaxBody">How long its bodies may be, where it says so itself.</param>
internal sealed record InspectionPlan(bool IsOff, InspectionAction? Action, int? MaxBody)
{
    /// <summary>Beyond this an endpoint that takes more does not have it looked through: the whole body would have to be held.</summary>
    private const int MostBody = 16 * 1024 * 1024;

    public static InspectionPlan Of(Endpoint endpoint)
    {
        var metadata = endpoint.Metadata;
        var isOff = metadata.GetMetadata<DisableApiSecurityAttribute>() is not null || metadata.GetMetadata<DisableInspectionAttribute>() is not null;
        return new InspectionPlan(isOff, metadata.GetMetadata<InspectAttribute>()?.Action, OwnBodyLimit.Of(metadata) is { } own and > 0 and <= MostBody ? (int)own : null);
    }
}
