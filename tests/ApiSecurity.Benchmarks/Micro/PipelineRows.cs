namespace ApiSecurity.Benchmarks.Micro;

/// <summary>What each step adds to a request, so that a shortfall of the whole has a name.</summary>
internal static class PipelineRows
{
    public static async IAsyncEnumerable<Row> RunAsync()
    {
        await Task.Yield();
        var pipeline = new PipelineCase();
        var figures = Stopclock.Measure([.. pipeline.Steps.Select(step => (Action<int>)(count => pipeline.Context.Send(step.Pipeline, count)))]);
        var empty = figures[0];
        for (var index = 1; index < figures.Length; index++)
        {
            var figure = new Stopclock.Figure(figures[index].Nanoseconds - empty.Nanoseconds, figures[index].Bytes - empty.Bytes);
            yield return new Row($"pipeline step: {pipeline.Steps[index].Name}", figure.ToString(), "-", null, "-", null);
        }
    }
}
