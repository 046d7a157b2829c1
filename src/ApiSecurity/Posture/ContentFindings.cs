using ApiSecurity.Authorization;

namespace ApiSecurity.Posture;

/// <summary>What clients may write and see.</summary>
internal static class ContentFindings
{
    private const string BrokenProperties = "API3:2023";

    public static IEnumerable<PostureFinding> Of(PostureEndpoint endpoint, Entities entities, EntityBodies bodies, PropertyPlans properties, bool isValidationOn)
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

        if (endpoint.Body?.Type is { } bound && entities.Find(bound) is { } written && !HasRules(endpoint, bound, properties, static node => node.Writes) && !IsMeant(endpoint, bodies))
        {
            yield return new PostureFinding(
                PostureFindingIds.EntityAsBody, PostureSeverity.Medium, BrokenProperties, endpoint,
                $"Its body is bound to {written.Name}, which the application keeps: a client sets whatever member it has, its owner and its state among them.", "Bind a type that has only what clients may set; or say on its members who may: [WritableBy(\"…\")].");
        }

        foreach (var type in endpoint.ResponseTypes.Where(type => !HasRules(endpoint, type, properties, static node => node.Reads)).Select(entities.Find).OfType<Type>().Distinct())
        {
            yield return new PostureFinding(
                PostureFindingIds.EntityAsResponse, PostureSeverity.Low, BrokenProperties, endpoint,
                $"It answers with {type.Name}, which the application keeps: clients see each member that it has or gets.", "Answer with a type that has only what clients may see; or say on its members who may: [ReadableBy(\"…\")].");
        }
    }

    /// <summary>Whether somebody has said why clients may set its members.</summary>
    private static bool IsMeant(PostureEndpoint endpoint, EntityBodies bodies)
    {
        try
        {
            return bodies.Of(endpoint.Source) is { Count: > 0 } bound && bound.All(one => one.Reason is not null);
        }
        catch (PropertyRuleException)
        {
            // Stops the start.
            return false;
        }
    }

    private static string? Missing(PostureEndpoint endpoint, PostureBody body) =>
        body.IsValidated || endpoint.OptOuts.Any(one => one.Name is "DisableRequestValidation" or "DisableApiSecurity") ? null : "the step of the pipeline is missing";

    /// <summary>Whether somebody has said of the type's members whom they are for.</summary>
    private static bool HasRules(PostureEndpoint endpoint, Type type, PropertyPlans properties, Func<BodyNode, PropertyAccess[]> rules)
    {
        try
        {
            return rules(properties.NodeOf(endpoint.Source, type)).Length > 0;
        }
        catch (Exception exception) when (exception is PropertyRuleException or NotSupportedException or InvalidOperationException or ArgumentException)
        {
            // What stops the start, or JSON that can't be made of the type at all.
            return false;
        }
    }
}
