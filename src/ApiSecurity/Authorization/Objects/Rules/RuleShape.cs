using System.Diagnostics.CodeAnalysis;
using System.Linq.Expressions;

namespace ApiSecurity.Authorization;

/// <summary>What a rule looks like without the values that it has captured: two rules of one shape are the same code.</summary>
internal sealed class RuleShape : IEquatable<RuleShape>
{
    private readonly List<Part> _parts;
    private readonly int _hash;

    private RuleShape(List<Part> parts)
    {
        _parts = parts;
        var hash = default(HashCode);
        foreach (var part in parts)
        {
            hash.Add(part);
        }

        _hash = hash.ToHashCode();
    }

    /// <summary>Reads the shape of a rule, and the values that it has captured.</summary>
    /// <returns>Whether the rule has nothing but what can be compared.</returns>
    public static bool TryRead(LambdaExpression rule, [NotNullWhen(true)] out RuleShape? shape, out IReadOnlyList<ConstantExpression> captured)
    {
        var reader = new Reader();
        reader.Visit(rule);
        shape = reader.IsKnown ? new RuleShape(reader.Parts) : null;
        captured = reader.Captured;
        return shape is not null;
    }

    /// <summary>Whether a constant is a value that differs from rule to rule of one shape.</summary>
    public static bool IsSlot(ConstantExpression constant) => constant.Value is not (null or bool) && !constant.Type.IsByRefLike;

    public bool Equals(RuleShape? other) => other is not null && _hash == other._hash && _parts.SequenceEqual(other._parts);

    public override bool Equals(object? obj) => Equals(obj as RuleShape);

    public override int GetHashCode() => _hash;

    private readonly record struct Part(ExpressionType Kind, object? What, Type? Type, int Count);

    /// <summary>Writes down every node before those inside of it, with how many of them there are, so that no two trees look alike.</summary>
    private sealed class Reader : ExpressionVisitor
    {
        private readonly List<ParameterExpression> _parameters = [];
        private readonly HashSet<ConstantExpression> _known = new(ReferenceEqualityComparer.Instance);

        public bool IsKnown { get; private set; } = true;

        public List<Part> Parts { get; } = [];

        public List<ConstantExpression> Captured { get; } = [];

        public override Expression? Visit(Expression? node)
        {
            if (!IsKnown)
            {
                return node;
            }

            switch (node)
            {
                case null:
                    Parts.Add(new Part(ExpressionType.Extension, null, null, 0));
                    return node;
                case ParameterExpression parameter:
                    Add(parameter, IndexOf(parameter));
                    return node;
                case ConstantExpression constant:
                    Add(constant, IsSlot(constant) ? SlotOf(constant) : constant.Value);
                    return node;
                case LambdaExpression lambda:
                    Add(lambda, null, lambda.Parameters.Count);
                    break;
                case UnaryExpression { NodeType: not ExpressionType.Quote } unary:
                    Add(unary, unary.Method);
                    break;
                case BinaryExpression { Conversion: null } binary:
                    Add(binary, binary.Method, binary.IsLiftedToNull ? 1 : 0);
                    break;
                case MemberExpression member:
                    Add(member, member.Member);
                    break;
                case MethodCallExpression call:
                    Add(call, call.Method, call.Arguments.Count);
                    break;
                case ConditionalExpression or DefaultExpression:
                    Add(node, null);
                    break;
                case TypeBinaryExpression type:
                    Add(type, type.TypeOperand);
                    break;
                case NewArrayExpression array:
                    Add(array, null, array.Expressions.Count);
                    break;
                case NewExpression { Members: null } made:
                    Add(made, made.Constructor, made.Arguments.Count);
                    break;
                default:
                    IsKnown = false;
                    return node;
            }

            return base.Visit(node);
        }

        private void Add(Expression node, object? what, int count = 0) => Parts.Add(new Part(node.NodeType, what, node.Type, count));

        private int IndexOf(ParameterExpression parameter)
        {
            var index = _parameters.IndexOf(parameter);
            if (index < 0)
            {
                index = _parameters.Count;
                _parameters.Add(parameter);
            }

            return index;
        }

        /// <summary>One closure stands in a tree in many places: as one node or as many, which are different shapes then.</summary>
        private int SlotOf(ConstantExpression constant)
        {
            if (_known.Add(constant))
            {
                Captured.Add(constant);
            }

            return Captured.FindIndex(known => ReferenceEquals(known, constant));
        }
    }
}
