namespace ApiSecurity.Authorization;

/// <summary>Why an object was refused; for events, never for clients.</summary>
/// <param name="IsThere">Whether there is an object with the id.</param>
/// <param name="IsInside">Whether it is inside of the caller's boundary.</param>
/// <param name="RefusedBy">The names of the rule's parts that are false for it.</param>
internal sealed record ObjectExplanation(bool IsThere, bool IsInside, IReadOnlyList<string> RefusedBy)
{
    public static ObjectExplanation Absent { get; } = new(false, false, []);

    /// <summary>By what each part of the rule says, the boundary first. A part by its name says more than the whole.</summary>
    public static ObjectExplanation Of(IReadOnlyList<string> names, IReadOnlyList<bool> answers)
    {
        string[] refused = [.. names.Zip(answers).Where(part => !part.Second).Select(part => part.First)];
        string[] named = [.. refused.Where(name => name is not (RuleParts.Boundary or RuleParts.Whole))];
        return new ObjectExplanation(true, answers[0], named.Length > 0 && answers[^1] == false ? named : refused);
    }

    public override string ToString() => !IsThere ? "not there" : !IsInside ? "outside of the boundary" : $"refused by {string.Join(", ", RefusedBy)}";
}
