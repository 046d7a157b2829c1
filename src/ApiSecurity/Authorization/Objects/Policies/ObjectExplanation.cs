namespace ApiSecurity.Authorization;

/// <summary>Why an object was refused; for events, never for clients.</summary>
/// <param name="IsThere">Whether there is an object with the id.</param>
/// <param name="IsInside">Whether it is inside of the caller's boundary.</param>
/// <param name="RefusedBy">The names of the rule's parts that are false for it.</param>
internal sealed record ObjectExplanation(bool IsThere, bool IsInside, IReadOnlyList<string> RefusedBy)
{
    public static ObjectExplanation Absent { get; } = new(false, false, []);

    /// <summary>By what the parts of a rule say (<see cref="PolicyExpression.Answers"/>), the boundary first and the whole last. A part by its name says more than the whole.</summary>
    public static ObjectExplanation Of(IReadOnlyList<string> names, int answers)
    {
        if (answers == 0)
        {
            return Absent;
        }

        string[] refused = [.. names.Where((_, index) => (answers & (2 << index)) == 0)];
        string[] named = [.. refused.Where(name => name is not (RuleParts.Boundary or RuleParts.Whole))];
        return new ObjectExplanation(true, !refused.Contains(RuleParts.Boundary), named.Length > 0 && refused[^1] == RuleParts.Whole ? named : refused);
    }

    public override string ToString() => !IsThere ? "not there" : !IsInside ? "outside of the boundary" : $"refused by {string.Join(", ", RefusedBy)}";
}
