namespace ApiSecurity.Validation;

/// <summary>What there is to validate at one endpoint.</summary>
/// <param name="Rule">The body's rule; <see langword="null"/> where there is nothing to check.</param>
/// <param name="Readers">Who reads the body, and so which media types are JSON.</param>
/// <param name="MaxBody">How long the body may be, where the endpoint says so itself.</param>
/// <param name="Gap">Why a body that the endpoint binds is not checked, or not in each case; for the start-up summary.</param>
internal sealed record ValidationPlan(BodyRule? Rule, JsonReaders Readers, int? MaxBody = null, string? Gap = null)
{
    public static readonly ValidationPlan None = new(null, JsonReaders.Minimal);
}
