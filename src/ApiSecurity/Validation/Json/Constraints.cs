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
internal sealed record ValueConstraint(Func<object, string> Code, Func<object, bool> Holds, Func<string> Detail)
{
    public void Check(object value, ValidationRun run)
    {
        if (!run.IsFull && !Holds(value))
        {
            run.Add(Code(value), Detail());
        }
    }
}
