using ApiSecurity.Authorization;

namespace ApiSecurity.Posture;

/// <summary>What clients may write and see.</summary>
internal static class ContentFindings
{
    private const string BrokenProperties = "API3:2023";

    public static IEnumerable<PostureFinding> Of(PostureEndpoint endpoint, EntityBodies entities, PropertyPlans properties, bool isValidationOn)
    {
        if (endpoint.Kind is not (PostureEndpointKind.Handler or PostureEndpointKind.Controller))
        {
            yield break;
        }

        if (isValidationOn && endpoint.Body is { } body && (body.Gap ?? Missing(endpoint, body)) is { } gap)
        {
            yield return new PostureFinding(
                PostureFindingIds.BodyNotValidated, PostureSeverity.Medium, "API8:2023", endpoint, $"Its body is not validated: {gap}.", "Bind it to a type of its own; or say why not with .DisableRequestValidation(\"…\").");
        }

        foreach (var written in Ask(() => entities.Of(endpoint.Source)).Where(one => one.Reason is null))
        {
            yield return new PostureFinding(
                PostureFindingIds.EntityAsBody, PostureSeverity.Medium, BrokenProperties, endpoint,
                $"It binds {written.Entity.Name}, which the application keeps ({written.Place}): a client sets whatever member it has, its owner and its state among them.", "Bind a type that has only what clients may set; or say why it may be: [BindableEntity(\"…\")].");
        }

        foreach (var shown in Ask(() => entities.AnswersOf(endpoint.Source)).DistinctBy(one => one.Entity).Where(one => !HasRules(endpoint, one.Entity, properties)))
        {
            yield return new PostureFinding(
                PostureFindingIds.EntityAsResponse, PostureSeverity.Low, BrokenProperties, endpoint,
                $"It answers with {shown.Entity.Name}, which the application keeps ({shown.Place}): clients see each member that it has or gets.", "Answer with a type that has only what clients may see; or say on its members who may: [ReadableBy(\"…\")].");
        }
    }

    private static string? Missing(PostureEndpoint endpoint, PostureBody body) =>
        body.IsValidated || endpoint.OptOuts.Any(one => one.Name is "DisableRequestValidation" or "DisableApiSecurity") ? null : "the step of the pipeline is missing";

    /// <summary>Whether somebody has said of the type's members whom they are for.</summary>
    private static bool HasRules(PostureEndpoint endpoint, Type type, PropertyPlans properties) => Ask(() => properties.NodeOf(endpoint.Source, type).Reads).Count > 0;

    private static IReadOnlyList<T> Ask<T>(Func<IReadOnlyList<T>> ask)
    {
        try
        {
            return ask();
        }
        catch (Exception exception) when (exception is PropertyRuleException or NotSupportedException or InvalidOperationException or ArgumentException)
        {
            // What stops the start, or JSON that can't be made of the type at all.
            return [];
        }
    }
}
