namespace ApiSecurity.Errors;

/// <summary>Stands for an exception in the log: its types and stacks, without its messages.</summary>
internal sealed class WithheldException(Exception exception) : Exception(FailureText.TypeName(exception))
{
    private readonly string _text = FailureText.Describe(exception);

    public override string ToString() => _text;
}
