using ApiSecurity.Pipeline;

namespace ApiSecurity.Authorization;

/// <summary>The one refusal of this room: "not yours" and "not there" are the same answer.</summary>
internal static class ObjectProblems
{
    public const string Feature = "objects";

    private const int LongestId = 128;

    private static readonly ApiProblem NotFound = new(404, ReasonCodes.ObjectNotFound, "The object was not found.");

    /// <param name="type">The type of the object.</param>
    /// <param name="id">The key as it was read; <see langword="null"/> if the text stood for none.</param>
    /// <param name="operation">What the caller wanted.</param>
    public static Refusal For(Type type, object? id, Operation operation) => new(Feature, SecurityEventNames.DirectReference, NotFound)
    {
        ObjectType = type.Name,
        ObjectId = Text(id),
        Detail = id is null ? "the id can't be read" : operation.ToString(),
    };

    /// <summary>A key may be a text of the client's making: what a log could misread stays out of it.</summary>
    private static string? Text(object? id) => id?.ToString() is { Length: <= LongestId } text && !text.Any(char.IsControl) ? text : null;
}
