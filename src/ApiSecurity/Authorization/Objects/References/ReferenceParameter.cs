using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ApiSecurity.Authorization;

/// <summary>A parameter of a minimal endpoint's handler that is a reference: in the route, or in the query, where there may be several.</summary>
internal sealed record ReferenceParameter(ObjectReferenceAttribute Kind, ObjectPlace Place, string Name)
{
    public void Read(HttpContext context, RequestReferences references)
    {
        if (Place == ObjectPlace.Route)
        {
            ReferenceReader.Add(Kind, Id(context, context.GetRouteValue(Name)?.ToString()), Name, references);
        }
        else if (context.Request.Query[Name] is { Count: > 0 } values)
        {
            ReferenceReader.Add(Kind, values.Count == 1 ? Id(context, values[0]) : values.Select(value => Id(context, value)).ToArray(), Name, references);
        }
    }

    /// <summary>An opaque id as it is kept; an empty text, which is the id of nothing, in the place of one that is none.</summary>
    private object? Id(HttpContext context, string? text) => text is null ? null : OpaqueIdRoutes.Read(context, Kind.Object, text) ?? string.Empty;
}
