namespace ApiSecurity.Validation;

/// <summary>The dynamic scope (2020-12 core, section 7.1): the schema resources that lead to where a validation is.</summary>
internal sealed class ScopeStack
{
    private readonly List<SchemaScope> _scopes = [];

    /// <returns>Whether it was put on: not if we are in it already.</returns>
    public bool Push(SchemaScope scope)
    {
        if (_scopes.Count > 0 && ReferenceEquals(_scopes[^1], scope))
        {
            return false;
        }

        _scopes.Add(scope);
        return true;
    }

    public void Pop() => _scopes.RemoveAt(_scopes.Count - 1);

    public void Clear() => _scopes.Clear();

    /// <summary>The anchor of the outermost resource that has it.</summary>
    public SchemaNode? Find(string anchor)
    {
        foreach (var scope in _scopes)
        {
            if (scope.Anchors.TryGetValue(anchor, out var node))
            {
                return node;
            }
        }

        return null;
    }
}
