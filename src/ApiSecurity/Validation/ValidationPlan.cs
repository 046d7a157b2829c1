using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace ApiSecurity.Validation;

/// <summary>What there is to validate at one endpoint.</summary>
/// <param name="Rule">The body's rule; <see langword="null"/> where there is nothing to check.</param>
/// <param name="MediaTypes">The media types that the endpoint reads as JSON beside <c>application/json</c> and <c>+json</c>.</param>
/// <param name="MaxBody">How long the body may be, where the endpoint says so itself.</param>
/// <param name="Gap">Why a body that the endpoint binds is not checked; for the start-up summary.</param>
internal sealed record ValidationPlan(BodyRule? Rule, IReadOnlyList<MediaTypeHeaderValue> MediaTypes, int? MaxBody = null, string? Gap = null)
{
    public static readonly ValidationPlan None = new(null, []);

    public bool ReadsAsJson(HttpRequest request)
    {
        if (request.HasJsonContentType())
        {
            return true;
        }

        return MediaTypes.Count > 0
            && MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
            && MediaTypes.Any(type.IsSubsetOf);
    }
}
