using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ApiSecurity.Authorization;

/// <summary>A parameter of a minimal endpoint's handler that is a reference: in the route, or in the query, where there may be several.</summary>
internal sealed record ReferenceParameter(ObjectReferenceAttribute Kind, ObjectPlace Place, string Name, bool IsOne)
{
    public void Read(HttpContext context, RequestReferences references)
    {
        if (Place == ObjectPlace.Route)
        {
            ReferenceReader.Add(Kind, Id(context, context.GetRouteValue(Name)?.ToString()), Name, references);
        }
        else if (context.Request.Query[Name] is { Count: > 0 } values)
        {
            // Of one that is there twice, the handler gets both in one text.
            ReferenceReader.Add(
                Kind, IsOne || values.Count == 1 ? Id(context, values.ToString()) : values.Select(value => Id(context, value)).ToArray(), Name, references);
        }
    }

    /// <summary>An opaque id as it is kept; an empty text, which is the id of nothing, in the place of one that is none.</summary>
    private object? Id(HttpContext context, string? text) => text is null ? null : OpaqueIdRoutes.Read(context, Kind.Object, text) ?? string.Empty;
}
