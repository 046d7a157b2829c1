using System.Diagnostics;
using System.Text.RegularExpressions;

namespace ApiSecurity.Validation;

/// <summary>A limit on the number of items or entries.</summary>
internal sealed record CountConstraint(string Code, Func<int, bool> Holds, Func<string> Detail)
{
    /// <summary>The keyword where what is counted is bytes in a text.</summary>
    public string BytesCode => Code == ViolationCodes.MinItems ? ViolationCodes.MinLength : ViolationCodes.MaxLength;

    public void Check(int count, ValidationRun run)
    {
        if (!Holds(count) && !run.IsFull)
        {
            run.Add(Code, Detail());
        }
    }
}

/// <summary>A limit on one value; the value has the CLR type that it is bound to.</summary>
internal record ValueConstraint(Func<object, string> Code, Func<object, bool> Holds, Func<string> Detail)
{
    public void Check(object value, ValidationRun run)
    {
        if (!run.IsFull && !IsKept(value, run))
        {
            run.Add(Code(value), Detail());
        }
    }

    protected virtual bool IsKept(object value, ValidationRun run) => Holds(value);
}

/// <summary>A pattern, which may take long for a text that was made for that: all of a body's share one time.</summary>
internal sealed record PatternConstraint(Func<object, bool> Holds, Func<string> Detail) : ValueConstraint(_ => ViolationCodes.Pattern, Holds, Detail)
{
    protected override bool IsKept(object value, ValidationRun run)
    {
        if (run.IsOutOfTime)
        {
            return false;
        }

        var start = Stopwatch.GetTimestamp();
        try
        {
            return Holds(value);
        }
        catch (RegexMatchTimeoutException)
        {
            return false;
        }
        finally
        {
            run.Spend(Stopwatch.GetElapsedTime(start));
        }
    }
}
