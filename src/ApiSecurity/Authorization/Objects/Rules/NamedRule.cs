using System.Linq.Expressions;

namespace ApiSecurity.Authorization;

/// <summary>A part of a rule that has a name. It is taken out before a query provider or the compiler sees the rule.</summary>
internal sealed class NamedRule(string name, Expression rule) : Expression
{
    public string Name => name;

    public Expression Rule => rule;

    public override ExpressionType NodeType => ExpressionType.Extension;

    public override Type Type => typeof(bool);

    public override bool CanReduce => true;

    public override Expression Reduce() => rule;

    protected override Expression VisitChildren(ExpressionVisitor visitor)
    {
        var visited = visitor.Visit(rule);
        return visited == rule ? this : new NamedRule(name, visited);
    }
}
