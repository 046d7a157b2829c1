namespace ApiSecurity.Validation;

/// <summary>Finds schemas that lead back to themselves about the same value: to check one would never end.</summary>
internal sealed class SchemaCycles
{
    private readonly Dictionary<SchemaNode, (SchemaSource Source, List<SchemaNode> Targets)> _edges = [];

    public void Add(SchemaSource source, SchemaNode target)
    {
        if (!_edges.TryGetValue(source.Node, out var edges))
        {
            _edges[source.Node] = edges = (source, []);
        }

        edges.Targets.Add(target);
    }

    /// <exception cref="JsonSchemaException">There is a cycle.</exception>
    public void ThrowIfAny()
    {
        var isDone = new Dictionary<SchemaNode, bool>();
        var way = new Stack<(SchemaNode Node, int Next)>();
        foreach (var start in _edges.Keys)
        {
            way.Push((start, 0));
            while (way.TryPop(out var step))
            {
                if (step.Next == 0 && !isDone.TryAdd(step.Node, false))
                {
                    if (!isDone[step.Node])
                    {
                        var source = _edges[step.Node].Source;
                        throw source.Document.Error(source.Pointer, "The schema refers to itself about the same value, which would never end.");
                    }

                    continue;
                }

                if (_edges.TryGetValue(step.Node, out var edges) && step.Next < edges.Targets.Count)
                {
                    way.Push((step.Node, step.Next + 1));
                    way.Push((edges.Targets[step.Next], 0));
                }
                else
                {
                    isDone[step.Node] = true;
                }
            }
        }
    }
}
