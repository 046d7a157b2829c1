namespace ApiSecurity.Authorization;

/// <summary>What the names of the framework's operation requirements mean.</summary>
internal sealed class ObjectOperations(IEnumerable<NamedOperation> added)
{
    private readonly Dictionary<string, Operation> _names = Add(added);

    public Operation? Find(string name) => _names.TryGetValue(name, out var operation) ? operation : null;

    private static Dictionary<string, Operation> Add(IEnumerable<NamedOperation> added)
    {
        var names = new Dictionary<string, Operation>(StringComparer.Ordinal)
        {
            [nameof(Operation.Read)] = Operation.Read,
            [nameof(Operation.Create)] = Operation.Create,
            [nameof(Operation.Update)] = Operation.Update,
            [nameof(Operation.Delete)] = Operation.Delete,
        };
        foreach (var (name, operation) in added)
        {
            names[name] = operation;
        }

        return names;
    }
}

internal sealed record NamedOperation(string Name, Operation Operation);
