using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore.Metadata;

namespace ApiSecurity.EntityFrameworkCore;

/// <summary>A rule, asked of rows as they will be.</summary>
internal sealed class BulkResult(GuardedModel model, IEntityType type, ParameterExpression row, IReadOnlyList<BulkSetter> setters) : ExpressionVisitor
{
    /// <summary>Whether the rule asks for something that is set, and of which nobody can say here what it will be.</summary>
    public bool IsUnknown { get; private set; } = setters.Any(setter => setter.Path.Count == 0) || SetsKey(type, setters);

    protected override Expression VisitMember(MemberExpression node) => Changed(node) ?? base.VisitMember(node);

    protected override Expression VisitMethodCall(MethodCallExpression node) => (QueryOperators.IsProperty(node) ? Changed(node) : null) ?? base.VisitMethodCall(node);

    private Expression? Changed(Expression node)
    {
        if (BulkSetter.PathOf(node, row) is not { } path)
        {
            return null;
        }

        if (setters.LastOrDefault(setter => setter.Path.SequenceEqual(path)) is { } setter)
        {
            var value = setter.Value(row);
            return value.Type == node.Type ? value : Expression.Convert(value, node.Type);
        }

        IsUnknown |= setters.Any(other => Starts(other.Path, path) || Starts(path, other.Path)) || Moves(path[0]);
        return null;
    }

    /// <summary>Whether a navigation leads to another object after the update.</summary>
    private bool Moves(string name) => model.FindNavigation(row.Type, name) switch
    {
        INavigation { ForeignKey: var key } => Sets(key.Properties),
        ISkipNavigation skip => Sets(skip.ForeignKey.PrincipalKey.Properties),
        _ => false,
    };

    private bool Sets(IReadOnlyList<IProperty> properties) => properties.Any(property => setters.Any(setter => setter.Path[0] == property.Name));

    private static bool SetsKey(IEntityType type, IReadOnlyList<BulkSetter> setters) =>
        type.GetKeys().SelectMany(key => key.Properties).Any(property => setters.Any(setter => setter.Path.Count > 0 && setter.Path[0] == property.Name));

    private static bool Starts(IReadOnlyList<string> whole, IReadOnlyList<string> start) => whole.Count > start.Count && whole.Take(start.Count).SequenceEqual(start);
}
