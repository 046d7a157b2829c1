using ApiSecurity.Pipeline;

namespace ApiSecurity.Authorization;

/// <summary>The refusals of this room: "not yours" and "not there" are the same answer.</summary>
internal static class ObjectProblems
{
    public const string Feature = "objects";

    private const int LongestId = 128;
    private const int MostPointers = 20;

    private static readonly ApiProblem NotFound = new(404, ReasonCodes.ObjectNotFound, "The object was not found.");
    private static readonly ApiProblem Forbidden = new(403, ReasonCodes.ObjectRefused, "This is not allowed with the object.");
    private static readonly ApiProblem ReferenceNotFound = new(404, ReasonCodes.ObjectNotFound, "An object that the request refers to was not found.");
    private static readonly ApiProblem TooMany = new(400, ReasonCodes.TooManyReferences, "The request refers to too many objects.");

    public static Refusal TooManyReferences { get; } = new(Feature, SecurityEventNames.InputValidationFailed, TooMany);

    /// <summary>What can't be read can't be checked.</summary>
    public static Refusal UnreadableBody { get; } = new(Feature, SecurityEventNames.InputValidationFailed, new ApiProblem(400, ReasonCodes.JsonMalformed, "The body is not JSON of the form that is expected."));

    /// <param name="type">The type of the object.</param>
    /// <param name="id">The key.</param>
    /// <param name="operation">What the caller wanted.</param>
    /// <param name="explanation">Why not, if it is known.</param>
    /// <param name="isPublic">Whether the client may learn that the object is there.</param>
    /// <param name="isBound">Whether it had to belong to another object.</param>
    public static Refusal For(Type type, object id, Operation operation, ObjectExplanation? explanation, bool isPublic, bool isBound) =>
        new(Feature, SecurityEventNames.DirectReference, isPublic ? Forbidden : NotFound)
        {
            ObjectType = type.Name,
            ObjectId = Text(id),
            Detail = explanation switch
            {
                null => operation.ToString(),
                { IsThere: true, RefusedBy.Count: 0 } => $"{operation}: {(isBound ? "belongs to another object" : "changed meanwhile")}",
                _ => $"{operation}: {explanation}",
            },
        };

    /// <summary>The request has no id, or a text that stands for none.</summary>
    public static Refusal Unreadable(Type type, Operation operation) => new(Feature, SecurityEventNames.DirectReference, NotFound)
    {
        ObjectType = type.Name,
        Detail = $"{operation}: the id can't be read",
    };

    /// <summary>An object in memory: one that is about to be made, or that was changed.</summary>
    public static Refusal Refused(Type type, Operation operation) => new(Feature, SecurityEventNames.AuthorizationFailed, Forbidden)
    {
        ObjectType = type.Name,
        Detail = $"{operation}: refused as it would be saved",
    };

    /// <summary>An object that a store was about to save.</summary>
    public static Refusal Saved(Type type, Operation operation, object? id, string why) => new(Feature, SecurityEventNames.AuthorizationFailed, Forbidden)
    {
        ObjectType = type.Name,
        ObjectId = Text(id),
        Detail = $"{operation}: {why}",
    };

    public static Refusal References(Type type, Operation operation, IReadOnlyList<FoundReference> refused) => new(Feature, SecurityEventNames.DirectReference, ReferenceNotFound)
    {
        ObjectType = type.Name,
        ObjectId = Text(refused[0].Id),
        Detail = $"{operation}: {string.Join(", ", refused.Take(MostPointers).Select(reference => reference.Pointer))}",
        Extensions = [new("pointers", refused.Take(MostPointers).Select(reference => reference.Pointer).ToArray())],
    };

    /// <summary>A key may be a text of the client's making: what a log could misread stays out of it.</summary>
    private static string? Text(object? id) => id?.ToString() is { Length: <= LongestId } text && !text.Any(char.IsControl) ? text : null;
}
