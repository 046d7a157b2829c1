using System.Linq.Expressions;

namespace ApiSecurity.Authorization;

/// <summary>What a rule looks like without the values that it has captured: two rules of one shape are the same code.</summary>
internal sealed class RuleShape(RuleShape.Part[] parts, int hash)
{
    public int Hash => hash;

    /// <summary>Whether a constant is a value that differs from rule to rule of one shape.</summary>
    public static bool IsSlot(ConstantExpression constant) => constant.Value is not (null or bool) && !constant.Type.IsByRefLike;

    public bool IsOf(ReadOnlySpan<Part> others) => parts.AsSpan().SequenceEqual(others);

    /// <summary>One node of a rule.</summary>
    /// <param name="Kind">The kind of node.</param>
    /// <param name="What">The member, the method, the type that it names.</param>
    /// <param name="Type">The type of its value.</param>
    /// <param name="Count">How many nodes are in it, or which parameter, slot or truth it is.</param>
    internal readonly record struct Part(ExpressionType Kind, object? What, Type? Type, int Count);
}
