using System.Runtime.CompilerServices;

namespace ApiSecurity.Validation;

/// <summary>One validation: the document, what it may still cost, and where the schema stands.</summary>
internal ref struct SchemaRun
{
    /// <summary>So deep no check is made of the stack; below, it is asked each time.</summary>
    private const int UncheckedDepth = 32;

    private readonly long _longAt;
    private long _work;
    private int _depth;

    public SchemaRun(Tape tape, TapeBuffer buffer, long work, long longAfter)
    {
        Tape = tape;
        Buffer = buffer;
        _work = work;
        _longAt = work - longAfter;
    }

    public readonly Tape Tape;
    public readonly TapeBuffer Buffer;

    /// <summary>Where errors go; without it nobody asks for them, and the first failure ends a check.</summary>
    public SchemaReport? Report;

    /// <summary>The frame of bits of the members or items of the current value that were evaluated, where something asks for it, or -1.</summary>
    public int Frame = -1;

    /// <summary>The resources that were entered on the way here, outermost first; only kept where a schema has dynamic references.</summary>
    public ScopeStack? Scopes;

    /// <summary>Whether what is checked is a branch, which may well not hold.</summary>
    public bool IsAsking;

    /// <summary>How long patterns that backtrack have taken.</summary>
    public TimeSpan Spent;

    /// <summary>Whether the validation was given up: nothing that it says counts.</summary>
    public readonly bool IsStopped => _work < 0;

    /// <summary>Whether it costs so much that results are worth being kept.</summary>
    public readonly bool IsLong => _work < _longAt;

    /// <summary>Whether a failure ends the check of a value.</summary>
    public readonly bool EndsAtFailure => Report is null || Report.IsFull || IsStopped;

    public static SchemaRun ForConstants() => new(default, new TapeBuffer(), long.MaxValue, long.MaxValue);

    /// <returns>Whether there is work left to be done.</returns>
    public bool Spend() => --_work >= 0;

    public void Stop() => _work = -1;

    /// <summary>Goes one schema deeper: a document as deep as the limit allows, and schemas that refer to each other, must not use up the stack.</summary>
    public bool Enter()
    {
        if (++_depth > UncheckedDepth && !RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            Stop();
        }

        return !IsStopped;
    }

    public void Leave() => _depth--;

    /// <summary>Tells of a failure.</summary>
    /// <returns>Whether the check goes on, for more of them.</returns>
    public bool Fail(SchemaNode node, string keyword, int at, string message)
    {
        Report?.Add(Tape, Buffer, at, node, keyword, message);
        return !EndsAtFailure;
    }

    /// <summary>Asks a schema without telling of its failures.</summary>
    public bool Asks(SchemaEdge edge, int at)
    {
        var (report, isAsking) = (Report, IsAsking);
        (Report, IsAsking) = (null, true);
        var isValid = edge.Node.Check(ref this, at);
        (Report, IsAsking) = (report, isAsking);
        return isValid;
    }

    /// <summary>Asks a branch, and forgets what it evaluated if it does not hold.</summary>
    public bool AsksBranch(SchemaEdge edge, int at)
    {
        if (Frame < 0)
        {
            return Asks(edge, at);
        }

        var words = BitStack.WordsFor(Tape.Tokens[at].Length);
        var copy = Buffer.Bits.PushCopy(Frame, words);
        var isValid = Asks(edge, at);
        if (!isValid)
        {
            Buffer.Bits.Restore(copy, Frame, words);
        }

        Buffer.Bits.Pop(copy);
        return isValid;
    }
}
