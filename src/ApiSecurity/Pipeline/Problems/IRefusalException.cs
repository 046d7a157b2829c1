namespace ApiSecurity.Pipeline;

/// <summary>
/// An exception that is a refusal: where only an exception gets through the code in between, a save of a <c>DbContext</c> for instance. Whoever throws
/// it has told the event; the answer is the refusal's, never a 500.
/// </summary>
internal interface IRefusalException
{
    Refusal Refusal { get; }
}
