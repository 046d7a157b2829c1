using System.Linq.Expressions;
using System.Reflection;
using System.Runtime.InteropServices;

namespace ApiSecurity.Authorization;

/// <summary>
/// Writes the shape of a rule down: every node before those inside of it, with how many of them there are, so that no two trees look alike. A request
/// reads each of its rules, so a thread has one reader, which makes nothing but the list of what was captured.
/// </summary>
internal sealed class RuleReader
{
    /// <summary>What nobody writes by hand.</summary>
    private const int MostParts = 1024;

    [ThreadStatic]
    private static RuleReader? _ofThread;

    private readonly List<RuleShape.Part> _parts = [];
    private readonly List<ParameterExpression> _parameters = [];
    private readonly List<ConstantExpression> _captured = [];
    private HashCode _hash;
    private bool _isKnown;

    /// <summary>Whether there are names in the rule, which its shape does not have.</summary>
    public bool HasNames { get; private set; }

    public ReadOnlySpan<RuleShape.Part> Parts => CollectionsMarshal.AsSpan(_parts);

    public int Hash => _hash.ToHashCode();

    /// <summary>What the rule has captured, each once, in the order of its slots.</summary>
    public IReadOnlyList<ConstantExpression> Captured => _captured;

    /// <summary>The values of what was captured.</summary>
    public object?[] Values
    {
        get
        {
            var values = new object?[_captured.Count];
            for (var index = 0; index < values.Length; index++)
            {
                values[index] = _captured[index].Value;
            }

            return values;
        }
    }

    /// <returns>The thread's reader, which is the rule's until <see cref="Clear"/>; <see langword="null"/> if the rule has something that can't be compared.</returns>
    public static RuleReader? Read(LambdaExpression rule)
    {
        var reader = _ofThread ?? new RuleReader();
        _ofThread = null;
        reader._isKnown = true;
        reader.HasNames = false;
        reader._hash = default;
        foreach (var parameter in rule.Parameters)
        {
            reader._parameters.Add(parameter);
        }

        reader.Read(rule.Body);
        if (reader._isKnown)
        {
            return reader;
        }

        reader.Clear();
        return null;
    }

    /// <summary>Gives the reader back, and keeps nothing of the request.</summary>
    public void Clear()
    {
        _parts.Clear();
        _parameters.Clear();
        _captured.Clear();
        _ofThread = this;
    }

    private void Read(Expression? node)
    {
        if (!_isKnown)
        {
            return;
        }

        switch (node)
        {
            case null:
                Add(ExpressionType.Extension, null, null);
                break;
            case NamedRule named:
                HasNames = true;
                Read(named.Rule);
                break;
            case MemberExpression member:
                Add(member, member.Member);
                Read(member.Expression);
                break;
            case ParameterExpression parameter:
                Add(parameter, null, IndexOf(parameter));
                break;
            case ConstantExpression constant:
                Add(constant, null, RuleShape.IsSlot(constant) ? SlotOf(constant) : constant.Value switch { true => -1, false => -2, _ => -3 });
                break;
            case BinaryExpression { Conversion: null } binary:
                Add(binary, binary.Method, binary.IsLiftedToNull ? 1 : 0);
                Read(binary.Left);
                Read(binary.Right);
                break;
            case UnaryExpression { NodeType: not ExpressionType.Quote } unary:
                Add(unary, unary.Method);
                Read(unary.Operand);
                break;
            case MethodCallExpression call:
                Add(call, call.Method, call.Arguments.Count);
                Read(call.Object);
                ReadAll(call);
                break;
            case LambdaExpression lambda:
                Add(lambda, null, lambda.Parameters.Count);
                foreach (var parameter in lambda.Parameters)
                {
                    Read(parameter);
                }

                Read(lambda.Body);
                break;
            case ConditionalExpression choice:
                Add(choice, null);
                Read(choice.Test);
                Read(choice.IfTrue);
                Read(choice.IfFalse);
                break;
            case DefaultExpression:
                Add(node, null);
                break;
            case TypeBinaryExpression type:
                Add(type, type.TypeOperand);
                Read(type.Expression);
                break;
            case NewArrayExpression array:
                Add(array, null, array.Expressions.Count);
                foreach (var item in array.Expressions)
                {
                    Read(item);
                }

                break;
            case NewExpression { Members: null } made:
                Add(made, made.Constructor, made.Arguments.Count);
                ReadAll(made);
                break;
            default:
                _isKnown = false;
                break;
        }
    }

    private void ReadAll(IArgumentProvider arguments)
    {
        for (var index = 0; index < arguments.ArgumentCount; index++)
        {
            Read(arguments.GetArgument(index));
        }
    }

    private void Add(Expression node, object? what, int count = 0) => Add(node.NodeType, what, node.Type, count);

    private void Add(ExpressionType kind, object? what, Type? type, int count = 0)
    {
        _isKnown = _parts.Count < MostParts;
        _parts.Add(new RuleShape.Part(kind, what, type, count));
        _hash.Add((int)kind);
        // A member's own hash is slow; with its token two members of one name differ.
        _hash.Add(what is MemberInfo member ? member.MetadataToken : 0);
        _hash.Add(count);
    }

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
        for (var index = 0; index < _captured.Count; index++)
        {
            if (ReferenceEquals(_captured[index], constant))
            {
                return index;
            }
        }

        _captured.Add(constant);
        return _captured.Count - 1;
    }
}
