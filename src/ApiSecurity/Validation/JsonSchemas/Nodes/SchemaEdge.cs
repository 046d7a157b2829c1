namespace ApiSecurity.Validation;

/// <summary>The way from a schema to one in it, or one that it refers to.</summary>
/// <param name="Node">The schema.</param>
/// <param name="Path">The keywords that lead there, as a JSON pointer.</param>
internal readonly record struct SchemaEdge(SchemaNode Node, string Path)
{
    public bool Check(ref SchemaRun run, int at)
    {
        if (run.Report is null)
        {
            return Node.Check(ref run, at);
        }

        var report = run.Report;
        report.Push(Path);
        var isValid = Node.Check(ref run, at);
        report.Pop();
        return isValid;
    }
}
