using System.Collections.Frozen;
using System.Reflection;

namespace ApiSecurity.Posture;

/// <summary>Which parameters look like the id of an object.</summary>
internal static class Identifiers
{
    private static readonly FrozenSet<string> Whole = FrozenSet.Create(StringComparer.OrdinalIgnoreCase, "id", "ids", "uuid", "guid");

    /// <summary>Ids of requests, not of objects.</summary>
    private static readonly FrozenSet<string> OfRequests =
        FrozenSet.Create(StringComparer.OrdinalIgnoreCase, "correlationid", "requestid", "traceid", "spanid", "sessionid", "clientid", "nonceid", "messageid", "localeid", "cultureid", "languageid");

    /// <summary>Numbers of the path that count or date.</summary>
    private static readonly FrozenSet<string> Numbers = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "year", "month", "day", "week", "quarter", "hour", "minute", "page", "pagesize", "pagenumber", "size", "take", "skip", "limit", "offset", "count", "top", "index", "version", "v", "major", "minor",
        "width", "height", "x", "y", "z", "zoom", "status", "statuscode", "code", "from", "to", "days", "level", "depth", "seconds", "minutes", "port", "amount", "quantity", "a", "b", "n");

    private static readonly FrozenSet<string> GuidConstraints = FrozenSet.Create(StringComparer.OrdinalIgnoreCase, "guid");

    private static readonly FrozenSet<string> NumberConstraints = FrozenSet.Create(StringComparer.OrdinalIgnoreCase, "int", "long");

    private static readonly FrozenSet<Type> NumberTypes = FrozenSet.Create(typeof(int), typeof(long), typeof(uint), typeof(ulong), typeof(short), typeof(ushort));

    /// <summary>By its name alone: what a query has is mostly no id.</summary>
    public static bool IsOne(string name) => Whole.Contains(name) || (HasEnding(name) && !OfRequests.Contains(Plain(name)));

    /// <summary>A value of the path is an id by its type as well.</summary>
    public static bool IsOne(string name, IReadOnlyList<string> constraints, Type? type)
    {
        var bare = type is null ? null : Nullable.GetUnderlyingType(type) ?? type;
        return IsOne(name)
            || (!OfRequests.Contains(Plain(name)) && (bare == typeof(Guid) || constraints.Any(GuidConstraints.Contains)))
            || (!Numbers.Contains(Plain(name)) && !OfRequests.Contains(Plain(name)) && ((bare is not null && NumberTypes.Contains(bare)) || constraints.Any(NumberConstraints.Contains)));
    }

    /// <summary>Whether a minimal API binds a parameter of the type from the path or the query, as one text or as several.</summary>
    public static bool IsSimple(Type type)
    {
        var bare = Nullable.GetUnderlyingType(type.IsArray ? type.GetElementType()! : type) ?? (type.IsArray ? type.GetElementType()! : type);
        return bare == typeof(string) || bare.IsPrimitive || bare.IsEnum || bare == typeof(Uri)
            || bare.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.FlattenHierarchy).Any(method => method.Name == "TryParse");
    }

    /// <summary>The name without what its writer put between the words: <c>order_id</c> and <c>orderId</c> are the same.</summary>
    public static string Plain(string name) => name.Replace("_", string.Empty, StringComparison.Ordinal).Replace("-", string.Empty, StringComparison.Ordinal);

    /// <summary><c>orderId</c>, <c>order_id</c>, <c>orderIds</c>; not <c>paid</c>.</summary>
    private static bool HasEnding(string name) => Ends(name, "Id") || Ends(name, "Ids") || Ends(name, "ID") || Ends(name, "_id") || Ends(name, "-id") || Ends(name, "_ids") || Ends(name, "Guid") || Ends(name, "Uuid");

    private static bool Ends(string name, string ending) => name.Length > ending.Length && name.EndsWith(ending, StringComparison.Ordinal);
}
