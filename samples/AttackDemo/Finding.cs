namespace AttackDemo;

/// <summary>What one side did about an attack.</summary>
public sealed record Finding(Verdict Verdict, string What)
{
    /// <summary>Reads an answer: first whether the attacker has what they wanted, then whether the refusal is the expected one.</summary>
    /// <param name="answer">What the server said.</param>
    /// <param name="through">Whether the attacker got through, and then with what.</param>
    /// <param name="what">What the attacker has, if so.</param>
    /// <param name="refusals">The statuses that refuse this attack.</param>
    public static Finding Of(Answer answer, bool through, string what, params int[] refusals)
    {
        ArgumentNullException.ThrowIfNull(answer);
        if (through)
        {
            return new Finding(Verdict.GotThrough, $"{answer.Status}: {what}");
        }

        return new Finding(refusals.Contains(answer.Status) ? Verdict.Refused : Verdict.Unclear, answer.ToString());
    }
}
