namespace ApiSecurity.Authorization;

public sealed partial class Caller
{
    private ChoiceMemory? _choices;

    /// <summary>Whether the caller has one of the permissions; asked once for each choice, because a caller does not change.</summary>
    internal bool Has(PermissionChoice choice)
    {
        var memory = Volatile.Read(ref _choices) ?? Interlocked.CompareExchange(ref _choices, new ChoiceMemory(), null) ?? _choices;
        return memory.Find(choice.Number) ?? memory.Keep(choice.Number, choice.IsMetBy(this));
    }
}
