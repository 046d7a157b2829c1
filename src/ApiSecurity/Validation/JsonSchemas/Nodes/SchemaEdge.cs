using System.Runtime.CompilerServices;

namespace ApiSecurity.Validation;

/// <summary>The way from a schema to one in it, or one that it refers to.</summary>
/// <param name="Node">The schema.</param>
/// <param name="Path">The keywords that lead there, as a JSON pointer.</param>
internal readonly record struct SchemaEdge(SchemaNode Node, string Path)
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Check(ref SchemaRun run, int at) => run.Report is null ? Node.Check(ref run, at) : CheckAndTell(ref run, at);

    private bool CheckAndTell(ref SchemaRun run, int at)
    {
        var report = run.Report!;
        report.Push(Path);
        var isValid = Node.Check(ref run, at);
        report.Pop();
        return isValid;
    }
}
