using System.Reflection;
using ApiSecurity.Pipeline;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.Controllers;

namespace ApiSecurity.Authorization;

/// <summary>Finds the entities in what endpoints take and answer with; the posture report reads the same.</summary>
internal sealed class EntityBodies(EntityTypes entities, PropertyPlans plans)
{
    private const int MaxDepth = 16;

    /// <summary>The entities that are bound from the body of an endpoint, or from a form or the query: as a whole, in a list, or as a member of something else.</summary>
    /// <exception cref="PropertyRuleException">A property rule can't be held.</exception>
    public IReadOnlyList<BoundEntity> Of(Endpoint endpoint)
    {
        var bodies = PropertyPlans.BodiesOf(endpoint).Where(body => body.Use != BodyUse.AnyPatch).Select(body => body.Type);
        return [.. bodies.Concat(OtherPlaces.Of(endpoint)).Distinct().SelectMany(type => Find(plans.NodeOf(endpoint, type), EndpointNames.OfType(type), ReasonOf(endpoint, type), [], onlyBound: true))];
    }

    /// <summary>The entities that an endpoint says it answers with.</summary>
    /// <inheritdoc cref="Of"/>
    public IReadOnlyList<BoundEntity> AnswersOf(Endpoint endpoint) =>
        [.. AnswerTypes.Of(endpoint).SelectMany(type => Find(plans.NodeOf(endpoint, type), EndpointNames.OfType(type), null, [], onlyBound: false))];

    private List<BoundEntity> Find(BodyNode node, string place, string? reason, HashSet<BodyNode> seen, bool onlyBound, int depth = 0)
    {
        if (entities.Find(node.Type) is { } entity)
        {
            return [new BoundEntity(entity, place, reason ?? node.Type.GetCustomAttribute<BindableEntityAttribute>(inherit: true)?.Reason)];
        }

        if (depth > MaxDepth || !seen.Add(node))
        {
            return [];
        }

        var items = node.Items.SelectMany(item => Find(item, $"{place}[]", reason, seen, onlyBound, depth + 1));
        var kinds = (node.Union?.All ?? []).Where(kind => kind != node).SelectMany(kind => Find(kind, place, reason, seen, onlyBound, depth + 1));
        var members = node.Members().Where(member => member.IsBound || !onlyBound).SelectMany(member => member.Values.SelectMany(value =>
            Find(value, $"{place}.{member.Name}", member.Attributes.OfType<BindableEntityAttribute>().FirstOrDefault()?.Reason ?? reason, seen, onlyBound, depth + 1)));
        return [.. items, .. kinds, .. members];
    }

    /// <summary>Why the parameter that takes the body may.</summary>
    private static string? ReasonOf(Endpoint endpoint, Type type) =>
        (endpoint.Metadata.GetMetadata<ControllerActionDescriptor>()?.MethodInfo ?? endpoint.Metadata.GetMetadata<MethodInfo>())?.GetParameters()
            .Where(parameter => parameter.ParameterType == type || parameter.ParameterType.GenericTypeArguments.Contains(type))
            .Select(parameter => parameter.GetCustomAttribute<BindableEntityAttribute>()?.Reason).FirstOrDefault(reason => reason is not null);
}
