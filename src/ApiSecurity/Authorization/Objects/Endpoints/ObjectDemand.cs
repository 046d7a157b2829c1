using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ApiSecurity.Authorization;

/// <summary>One object that an endpoint takes: of which type, by what in the request, for what.</summary>
/// <param name="Name">The parameter that asks for it.</param>
/// <param name="Loader">Loads it.</param>
/// <param name="Place">Where the id is.</param>
/// <param name="Parts">The names of the route or query parameters that hold the key's parts; the member of the body.</param>
/// <param name="Operation">The operation; zero for that of the HTTP method.</param>
/// <param name="IsParameter">Whether a parameter of the handler takes it.</param>
internal sealed record ObjectDemand(string Name, ObjectLoader Loader, ObjectPlace Place, IReadOnlyList<string> Parts, Operation Operation, bool IsParameter)
{
    /// <summary>Why there is no <see cref="Place"/>; for the start.</summary>
    public string? Error { get; init; }

    public bool IsOptional { get; init; }

    /// <summary>The arguments of an action that hold the key's parts: what is checked is what was bound, wherever MVC has taken it from.</summary>
    public IReadOnlyList<string>? Arguments { get; init; }

    /// <summary>Whether it is said to have nothing to do with those before it.</summary>
    public bool IsIndependent { get; init; }

    /// <summary>What the object must belong to.</summary>
    public IReadOnlyList<ObjectParent> Parents { get; init; } = [];

    public Type Object => Loader.Object;

    /// <summary>Routing does not look at a method's case, so a <c>delete</c> is a DELETE here too.</summary>
    public Operation OperationOf(HttpRequest request) => OperationOf(request.Method);

    public Operation OperationOf(string method) =>
        Operation != default ? Operation
        : HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsQuery(method) ? Operation.Read
        : HttpMethods.IsDelete(method) ? Operation.Delete
        : Operation.Update;

    /// <returns>Whether the request has an id at all: the texts of its parts, or the value that the body has.</returns>
    public bool TryGetId(HttpContext context, [NotNullWhen(true)] out object? id)
    {
        if (Place == ObjectPlace.Body)
        {
            id = context.Features.Get<RequestReferences>()?.IdOf(Parts[0], Object);
            return id is not null;
        }

        if (Arguments is not null)
        {
            id = context.Features.Get<RequestArguments>()?.IdOf(Arguments);
            return id is not null;
        }

        id = null;
        var texts = new string[Parts.Count];
        for (var index = 0; index < texts.Length; index++)
        {
            if ((Place == ObjectPlace.Route ? RouteText(context, Parts[index]) : QueryText(context, Parts[index])) is not { } text)
            {
                return false;
            }

            texts[index] = text;
        }

        id = texts.Length == 1 ? texts[0] : texts;
        return true;
    }

    private static string? RouteText(HttpContext context, string part) => context.GetRouteValue(part)?.ToString();

    /// <summary>Said twice, it is none of the two: whoever reads the first would not see the object that was checked.</summary>
    private static string? QueryText(HttpContext context, string part) => context.Request.Query[part] switch
    {
        { Count: 0 } => null,
        { Count: 1 } values => values[0],
        _ => string.Empty,
    };
}
