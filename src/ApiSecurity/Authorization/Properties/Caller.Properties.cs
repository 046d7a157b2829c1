namespace ApiSecurity.Authorization;

public sealed partial class Caller
{
    private ChoiceMemory? _choices;

    /// <summary>Whether the caller has one of the permissions; asked once for each choice, because a caller does not change.</summary>
    internal bool Has(PermissionChoice choice) => Volatile.Read(ref _choices)?.Find(choice.Number) ?? Ask(choice);

    private bool Ask(PermissionChoice choice)
    {
        Interlocked.CompareExchange(ref _choices, new ChoiceMemory(), null);
        return _choices.Keep(choice.Number, choice.IsMetBy(this));
    }
}
