namespace ApiSecurity.Validation;

/// <summary>The failures of one validation, and the keywords on the way to where it stands.</summary>
internal sealed class SchemaReport(int most, bool hasCauses)
{
    /// <summary>Branches in branches in branches are not told.</summary>
    private const int MostNested = 8;

    private readonly List<JsonSchemaError> _errors = [];
    private readonly List<string> _path = [];
    private int _nested;

    public IReadOnlyList<JsonSchemaError> Errors => _errors;

    public bool IsFull => _errors.Count >= most;

    public void Push(string path) => _path.Add(path);

    public void Pop() => _path.RemoveAt(_path.Count - 1);

    public void Add(Tape tape, TapeBuffer buffer, int at, SchemaNode node, string keyword, string message, IReadOnlyList<JsonSchemaError>? causes = null)
    {
        if (!IsFull)
        {
            var suffix = keyword.Length == 0 ? keyword : "/" + keyword;
            _errors.Add(new JsonSchemaError(
                JsonSchemaErrorKind.Schema, InstancePointer.Of(tape, buffer, at), string.Concat(_path) + suffix, node.Location + suffix, keyword, message, causes ?? []));
        }
    }

    /// <summary>Why none of the branches holds; only for who asks for more than one error.</summary>
    public IReadOnlyList<JsonSchemaError> CausesOf(ref SchemaRun run, SchemaEdge[] branches, int at)
    {
        if (!hasCauses || _nested >= MostNested)
        {
            return [];
        }

        var inner = new SchemaReport(most, hasCauses) { _nested = _nested + 1 };
        inner._path.AddRange(_path);
        var frame = run.Frame;
        run.Frame = -1;
        run.Report = inner;
        foreach (var branch in branches)
        {
            branch.Check(ref run, at);
        }

        run.Report = this;
        run.Frame = frame;
        return inner.Errors;
    }
}
