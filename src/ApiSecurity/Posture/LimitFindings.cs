namespace ApiSecurity.Posture;

/// <summary>What nothing bounds.</summary>
internal static class LimitFindings
{
    private const string Unrestricted = "API4:2023";

    public static IEnumerable<PostureFinding> Of(PostureEndpoint endpoint, bool isLimitingOn, bool isTransportOn)
    {
        if (endpoint.Kind is not (PostureEndpointKind.Handler or PostureEndpointKind.Controller) || endpoint.OptOuts.Any(one => one.Name == "DisableApiSecurity"))
        {
            yield break;
        }

        if (isLimitingOn && endpoint.RateLimits.Count == 0)
        {
            yield return new PostureFinding(
                PostureFindingIds.NoRateLimit, PostureSeverity.Medium, Unrestricted, endpoint, "Nothing bounds how often it may be called.", "Call app.UseApiSecurity(), which has the limits in it.");
        }

        if (isTransportOn && endpoint.MaxBodyBytes is null && (endpoint.Body is not null || endpoint.Methods.Count == 0 || endpoint.Methods.Any(Pipeline.EndpointNames.Changes)))
        {
            yield return new PostureFinding(
                PostureFindingIds.NoSizeLimit, PostureSeverity.Medium, Unrestricted, endpoint, "Nothing bounds the size of its body.", "Remove [DisableRequestSizeLimit], or write .WithRequestLimits(limits => limits.MaxBytes = …).");
        }
    }
}
