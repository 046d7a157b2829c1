using System.Text.Json;

namespace ApiSecurity.Validation;

/// <summary>What one JSON value must be. Made once a type; checks while reading, without building anything.</summary>
internal abstract class JsonRule
{
    /// <summary>Checks the value whose first token the reader stands on (never <c>null</c>), and leaves the reader on its last.</summary>
    public abstract void Check(ref Utf8JsonReader reader, ValidationRun run);

    protected static void WrongType(ref Utf8JsonReader reader, ValidationRun run, string code, string detail)
    {
        run.Add(code, detail);
        AnyRule.Instance.Check(ref reader, run);
    }
}
