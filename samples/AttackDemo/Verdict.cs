namespace AttackDemo;

public enum Verdict
{
    /// <summary>The attacker got what they wanted.</summary>
    GotThrough,

    /// <summary>The attack was refused, in the way that it should be.</summary>
    Refused,

    /// <summary>Neither: an answer that nobody planned, which proves nothing and so counts as a failure on either side.</summary>
    Unclear,
}
