using System.Text;
using System.Text.Json.Nodes;
using ApiSecurity.Posture;
using Microsoft.AspNetCore.Routing.Patterns;

namespace ApiSecurity.Testing;

/// <summary>How requests to an endpoint are written.</summary>
internal sealed class EndpointPlan
{
    private readonly RoutePattern _pattern;
    private readonly SecurityTestData _data;
    private readonly Samples _samples;

    public EndpointPlan(PostureEndpoint endpoint, SecurityTestData data, Samples samples, IReadOnlyList<Type> types)
    {
        Endpoint = endpoint;
        _data = data;
        _samples = samples;
        _pattern = RoutePatternFactory.Parse(endpoint.Route ?? "/");
        Body = data.BodyOf(endpoint.Name) ?? (endpoint.Body?.Type is { } type ? samples.Body(type) : null);
        Slots = new SlotFinder(types).Find(endpoint, Literals(_pattern), Body);
    }

    public PostureEndpoint Endpoint { get; }

    public Samples Samples => _samples;

    /// <summary>A valid body, as far as it is known; never changed.</summary>
    public JsonNode? Body { get; }

    /// <summary>Where others' ids are tried. Who the owner in a body is to be is no reference: that is for the probe of properties.</summary>
    public IEnumerable<IdSlot> Attacked => Slots.Where(slot => (slot.Place != PostureParameterPlace.Body || slot.Kind == IdKind.Object) && slot.Part == 0);

    /// <summary>Where requests name objects, people, tenants.</summary>
    public IReadOnlyList<IdSlot> Slots { get; }

    public string Method => Endpoint.Methods.Count == 0 ? (Endpoint.Body is null ? "GET" : "POST") : Endpoint.Methods[0];

    public bool Reads => Method is "GET" or "HEAD" or "QUERY" or "OPTIONS";

    /// <summary>Objects that a request can't go without.</summary>
    public IEnumerable<Type> Needs => Slots.Where(slot => slot is { Kind: IdKind.Object, Place: PostureParameterPlace.Route } || (slot.Kind == IdKind.Object && !slot.IsOptional)).Select(slot => slot.Type!).Distinct();

    /// <summary>A request with these ids; slots that are not there are left out where they may be, else filled with something valid.</summary>
    public Attempt Make(IReadOnlyDictionary<IdSlot, object[]> ids, JsonNode? body = null)
    {
        var attempt = new Attempt(Method, Path(ids)) { Query = Query(ids) };
        return Body is null ? attempt : With(attempt, BodyOf(ids, body));
    }

    public static Attempt With(Attempt attempt, JsonNode? body) => attempt with { Body = Encoding.UTF8.GetBytes(body?.ToJsonString() ?? "null"), ContentType = "application/json" };

    public JsonNode? BodyOf(IReadOnlyDictionary<IdSlot, object[]> ids, JsonNode? body = null)
    {
        var copy = (body ?? Body)?.DeepClone();
        foreach (var (slot, values) in ids)
        {
            if (slot.Place == PostureParameterPlace.Body)
            {
                Pointers.Set(copy, slot.Name, [.. values.Select(value => Ids.Json(value, slot.Part))]);
            }
        }

        return copy;
    }

    private string Path(IReadOnlyDictionary<IdSlot, object[]> ids)
    {
        var text = new StringBuilder();
        foreach (var segment in _pattern.PathSegments)
        {
            var written = string.Concat(segment.Parts.Select(part => part switch
            {
                RoutePatternLiteralPart literal => literal.Content,
                RoutePatternSeparatorPart separator => separator.Content,
                RoutePatternParameterPart parameter => Route(parameter, ids),
                _ => string.Empty,
            }));
            text.Append('/').Append(written);
        }

        var path = text.Length == 0 ? "/" : text.ToString();
        return Endpoint.Route is { Length: > 1 } route && route.EndsWith('/') && !path.EndsWith('/') ? path + "/" : path;
    }

    private string Route(RoutePatternParameterPart part, IReadOnlyDictionary<IdSlot, object[]> ids)
    {
        if (Find(ids, PostureParameterPlace.Route, part.Name) is { } found)
        {
            return Uri.EscapeDataString(Ids.Text(found.Values[^1], found.Slot.Part));
        }

        var parameter = Endpoint.Parameters.FirstOrDefault(one => one.Place == PostureParameterPlace.Route && Same(one.Name, part.Name));
        return Uri.EscapeDataString(_data.ValueOf(Endpoint.Name, part.Name) ?? Samples.Parameter(part.Name, parameter?.Type, parameter?.Constraints ?? []));
    }

    private string Query(IReadOnlyDictionary<IdSlot, object[]> ids)
    {
        var parts = new List<string>();
        foreach (var parameter in Endpoint.Parameters.Where(one => one.Place == PostureParameterPlace.Query))
        {
            var name = Uri.EscapeDataString(parameter.Name);
            if (Find(ids, PostureParameterPlace.Query, parameter.Name) is { } found)
            {
                string[] values = [.. found.Values.Select(value => Uri.EscapeDataString(Ids.Text(value, found.Slot.Part)))];
                parts.AddRange(found.Slot.IsJoined ? [$"{name}={string.Join(',', values)}"] : found.Slot.IsList ? values.Select(value => $"{name}={value}") : [$"{name}={values[^1]}"]);
            }
            else if (_data.ValueOf(Endpoint.Name, parameter.Name) is { } given)
            {
                parts.Add($"{name}={Uri.EscapeDataString(given)}");
            }
            else if (!parameter.IsOptional && !Slots.Any(slot => slot.Place == PostureParameterPlace.Query && Same(slot.Name, parameter.Name)))
            {
                parts.Add($"{name}={Uri.EscapeDataString(Samples.Parameter(parameter.Name, parameter.Type, parameter.Constraints))}");
            }
        }

        // What only the object itself is bound from.
        foreach (var (slot, values) in ids.Where(pair => pair.Key.Place == PostureParameterPlace.Query && !Endpoint.Parameters.Any(one => one.Place == PostureParameterPlace.Query && Same(one.Name, pair.Key.Name))))
        {
            parts.AddRange((slot.IsList ? values : values[^1..]).Select(value => $"{Uri.EscapeDataString(slot.Name)}={Uri.EscapeDataString(Ids.Text(value, slot.Part))}"));
        }

        return parts.Count == 0 ? string.Empty : "?" + string.Join('&', parts);
    }

    private static (IdSlot Slot, object[] Values)? Find(IReadOnlyDictionary<IdSlot, object[]> ids, PostureParameterPlace place, string name)
    {
        foreach (var (slot, values) in ids)
        {
            if (slot.Place == place && Same(slot.Name, name))
            {
                return (slot, values);
            }
        }

        return null;
    }

    private static string[] Literals(RoutePattern pattern) =>
        [.. pattern.PathSegments.SelectMany(segment => segment.Parts).OfType<RoutePatternLiteralPart>().Select(literal => literal.Content)];

    private static bool Same(string left, string right) => string.Equals(left, right, StringComparison.OrdinalIgnoreCase);
}
