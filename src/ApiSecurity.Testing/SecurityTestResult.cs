using ApiSecurity.Posture;

namespace ApiSecurity.Testing;

/// <summary>What came of one case.</summary>
public sealed class SecurityTestResult
{
    internal SecurityTestResult(SecurityTestCase @case, IReadOnlyList<SecurityTestFinding> findings, IReadOnlyList<string> notes, int attacks)
    {
        Case = @case;
        Findings = findings;
        Notes = notes;
        Attacks = attacks;
    }

    /// <summary>Gets the case.</summary>
    public SecurityTestCase Case { get; }

    /// <summary>Gets what was found, waived findings among them.</summary>
    public IReadOnlyList<SecurityTestFinding> Findings { get; }

    /// <summary>Gets what could not be tried, and why.</summary>
    public IReadOnlyList<string> Notes { get; }

    /// <summary>Gets how many requests were sent.</summary>
    public int Attacks { get; }

    /// <summary>Fails the test where something was found.</summary>
    /// <param name="severity">The least severity that counts.</param>
    /// <exception cref="SecurityTestException">Something was found; the message has all of it.</exception>
    public void ThrowIfAny(PostureSeverity severity = PostureSeverity.Low) => SecurityTestException.ThrowIfAny(Findings, severity);

    /// <summary>One line: <c>GET /orders/{id:guid}: Objects: 6 requests, nothing found</c>.</summary>
    /// <returns>The line.</returns>
    public override string ToString()
    {
        var found = Findings.Count == 0 ? "nothing found" : string.Join(", ", Findings.Select(finding => finding.WaiverReason is null ? finding.Id : $"{finding.Id} (waived)").Distinct());
        return string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Case.Name}: {Attacks} requests, {found}{(Notes.Count == 0 ? string.Empty : "; " + string.Join("; ", Notes))}");
    }
}
