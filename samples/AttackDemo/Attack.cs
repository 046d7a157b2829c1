namespace AttackDemo;

/// <summary>One attack, and an honest request of the same kind.</summary>
/// <param name="Risk">Its place in the OWASP API Security Top 10 of 2023.</param>
/// <param name="Name">What the attacker does.</param>
/// <param name="Run">Does it, and judges the answer.</param>
/// <param name="Honest">What a client with nothing to hide would send instead: it must work on both sides, or a refusal proves nothing.</param>
public sealed record Attack(string Risk, string Name, Func<Target, Task<Finding>> Run, Func<Target, Task<Answer>> Honest)
{
    /// <summary>Whether the attack gets a pair of servers for itself, because it uses up what others need.</summary>
    public bool Alone { get; init; }

    /// <summary>Whether the secured sample's own code stops it, with or without the library's help: the table is to claim no more than is so.</summary>
    public bool ByOwnCode { get; init; }

    public override string ToString() => $"{Risk} {Name}";
}
