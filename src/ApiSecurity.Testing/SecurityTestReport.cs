using ApiSecurity.Posture;

namespace ApiSecurity.Testing;

/// <summary>What came of all cases.</summary>
public sealed class SecurityTestReport
{
    internal SecurityTestReport(IReadOnlyList<SecurityTestResult> results)
    {
        Results = results;
        Findings = [.. results.SelectMany(result => result.Findings)];
    }

    /// <summary>Gets the results, by route and method.</summary>
    public IReadOnlyList<SecurityTestResult> Results { get; }

    /// <summary>Gets what was found, waived findings among them, by route and method.</summary>
    public IReadOnlyList<SecurityTestFinding> Findings { get; }

    /// <summary>The findings that count: not waived, and at least as severe.</summary>
    /// <param name="severity">The least severity.</param>
    /// <returns>The findings.</returns>
    public IEnumerable<SecurityTestFinding> FindingsFrom(PostureSeverity severity) => Findings.Where(finding => finding.WaiverReason is null && finding.Severity >= severity);

    /// <summary>Fails the test where something was found.</summary>
    /// <param name="severity">The least severity that counts.</param>
    /// <exception cref="SecurityTestException">Something was found; the message has all of it.</exception>
    public void ThrowIfAny(PostureSeverity severity = PostureSeverity.Low) => SecurityTestException.ThrowIfAny(Findings, severity);

    /// <summary>The report for people, in Markdown.</summary>
    /// <returns>The text.</returns>
    public string ToMarkdown() => MarkdownReport.Of(this);

    /// <summary>The report for tools, in SARIF 2.1.0: what code hosts show beside the code.</summary>
    /// <param name="sourceFile">The file that results are shown at, relative to the repository: <c>src/Shop/Program.cs</c>. Some code hosts show nothing without one.</param>
    /// <returns>The JSON.</returns>
    public string ToSarif(string? sourceFile = null) => SarifReport.Of(this, sourceFile);

    /// <summary>Writes both reports: <c>security-tests.md</c> and <c>security-tests.sarif</c>.</summary>
    /// <param name="folder">Where to; it is made if it is not there.</param>
    /// <param name="sourceFile">The file that results are shown at: <see cref="ToSarif"/>.</param>
    /// <param name="cancellationToken">Ends the writing.</param>
    /// <returns>When they are written.</returns>
    public async Task WriteAsync(string folder, string? sourceFile = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        Directory.CreateDirectory(folder);
        await File.WriteAllTextAsync(Path.Combine(folder, "security-tests.md"), ToMarkdown(), cancellationToken).ConfigureAwait(false);
        await File.WriteAllTextAsync(Path.Combine(folder, "security-tests.sarif"), ToSarif(sourceFile), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>One line for each case, and the sum.</summary>
    /// <returns>The lines.</returns>
    public override string ToString() => string.Join(Environment.NewLine, Results.Select(result => result.ToString()).Append(MarkdownReport.Sum(this)));
}
