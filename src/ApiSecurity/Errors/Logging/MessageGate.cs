namespace ApiSecurity.Errors;

/// <summary>
/// Whether the messages of exceptions are kept out of the framework's log. Depends on nothing, since every logger holds it; open until the
/// options are known, so that what stops the start is told in full.
/// </summary>
internal sealed class MessageGate
{
    private volatile bool _closed;

    public bool IsClosed
    {
        get => _closed;
        set => _closed = value;
    }
}
