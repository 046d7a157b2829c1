using System.Text.Json.Nodes;
using ApiSecurity.Posture;

namespace ApiSecurity.Testing;

/// <summary>
/// Finds where requests name objects: where the posture report says so, and where a name says so that the application forgot to declare; that is where the holes are.
/// </summary>
internal sealed class SlotFinder(IReadOnlyList<Type> types)
{
    private static readonly HashSet<string> Subjects = new(StringComparer.OrdinalIgnoreCase) { "owner", "ownerId", "owner_id", "user", "userId", "user_id", "userName", "subject", "sub", "customer", "customerId", "customer_id", "account", "accountId" };

    private static readonly HashSet<string> Tenants = new(StringComparer.OrdinalIgnoreCase) { "tenant", "tenantId", "tenant_id", "organization", "organizationId", "org", "orgId" };

    public IReadOnlyList<IdSlot> Find(PostureEndpoint endpoint, IReadOnlyList<string> literals, JsonNode? body)
    {
        var slots = new List<IdSlot>();
        var keys = 0;
        foreach (var known in endpoint.Objects)
        {
            var key = known.Ids.Count > 1 ? ++keys : 0;
            for (var part = 0; part < known.Ids.Count; part++)
            {
                var id = known.Ids[part];
                var parameter = endpoint.Parameters.FirstOrDefault(one => one.Place == known.Place && Same(one.Name, id));
                Add(slots, new IdSlot(known.Place, id, IdKind.Object, known.Type)
                {
                    Part = part,
                    Key = key,
                    IsList = known.Place == PostureParameterPlace.Body ? id.EndsWith("/*", StringComparison.Ordinal) : IsList(parameter?.Type),
                    IsOptional = known.IsOptional,
                });
            }
        }

        foreach (var parameter in endpoint.Parameters)
        {
            if (Resolve(parameter.Name, literals, parameter.IsIdentifier && parameter.Place == PostureParameterPlace.Route) is { } meant)
            {
                var isJoined = parameter.Type == typeof(string) && meant.Kind == IdKind.Object && parameter.Name.EndsWith("ids", StringComparison.OrdinalIgnoreCase);
                Add(slots, new IdSlot(parameter.Place, parameter.Name, meant.Kind, meant.Type) { IsList = isJoined || IsList(parameter.Type), IsJoined = isJoined, IsOptional = parameter.IsOptional });
            }
        }

        FindIn(body, string.Empty, literals, slots, 0);
        return slots;
    }

    private void FindIn(JsonNode? body, string pointer, IReadOnlyList<string> literals, List<IdSlot> slots, int depth)
    {
        if (depth > 4)
        {
            return;
        }

        switch (body)
        {
            case JsonObject members:
                foreach (var (name, value) in members)
                {
                    var here = $"{pointer}/{name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}";
                    var isList = value is JsonArray;
                    if (value is JsonValue or null || (value is JsonArray items && items.All(item => item is JsonValue)))
                    {
                        if (Resolve(name, literals, isRouteId: false) is { } meant)
                        {
                            Add(slots, new IdSlot(PostureParameterPlace.Body, isList ? here + "/*" : here, meant.Kind, meant.Type) { IsList = isList, IsOptional = true });
                        }
                    }
                    else
                    {
                        FindIn(value, here, literals, slots, depth + 1);
                    }
                }

                break;
            case JsonArray items when items.Count > 0:
                FindIn(items[0], pointer + "/*", literals, slots, depth + 1);
                break;
            default:
                break;
        }
    }

    /// <summary><c>orderId</c>, <c>order</c> after the type; <c>id</c> after the part of the path before it: <c>/orders/{id}</c>.</summary>
    private (IdKind Kind, Type? Type)? Resolve(string name, IReadOnlyList<string> literals, bool isRouteId)
    {
        var bare = Bare(name);
        if (bare.Length > 0 && types.FirstOrDefault(type => Names(type, bare)) is { } named)
        {
            return (IdKind.Object, named);
        }

        if (Subjects.Contains(name))
        {
            return (IdKind.Subject, null);
        }

        if (Tenants.Contains(name))
        {
            return (IdKind.Tenant, null);
        }

        if (bare.Length == 0 || isRouteId)
        {
            foreach (var literal in literals.Reverse())
            {
                if (types.FirstOrDefault(type => Names(type, literal)) is { } above)
                {
                    return (IdKind.Object, above);
                }
            }
        }

        return null;
    }

    private static void Add(List<IdSlot> slots, IdSlot slot)
    {
        if (!slots.Any(one => one.Place == slot.Place && Same(one.Name, slot.Name)))
        {
            slots.Add(slot);
        }
    }

    /// <summary>The name without what says that it is an id; empty for <c>id</c>.</summary>
    private static string Bare(string name)
    {
        foreach (var ending in (string[])["_ids", "_id", "-id", "Ids", "Id", "ID", "Number", "Guid", "Key"])
        {
            if (name.EndsWith(ending, StringComparison.Ordinal))
            {
                return name[..^ending.Length];
            }
        }

        return name.Equals("id", StringComparison.OrdinalIgnoreCase) || name.Equals("ids", StringComparison.OrdinalIgnoreCase) ? string.Empty : name;
    }

    public static bool Names(Type type, string word)
    {
        var plain = word.Replace("_", string.Empty, StringComparison.Ordinal).Replace("-", string.Empty, StringComparison.Ordinal);
        return Same(type.Name, plain) || Same(type.Name + "s", plain) || Same(type.Name + "es", plain) || (type.Name.EndsWith('y') && Same(type.Name[..^1] + "ies", plain));
    }

    private static bool IsList(Type? type) => type is not null && type != typeof(string) && (type.IsArray || typeof(System.Collections.IEnumerable).IsAssignableFrom(type));

    private static bool Same(string left, string right) => string.Equals(left, right, StringComparison.OrdinalIgnoreCase);
}
