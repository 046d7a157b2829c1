using System.Globalization;
using ApiSecurity.Pipeline;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ApiSecurity.Posture;

/// <summary>Tells what the report finds, and stops the start where that is wanted. Runs last: what others stop the start for comes first.</summary>
internal sealed class PostureInspector(ApiPosture posture, FeatureOptionsSource<PostureOptions> options, IHostEnvironment environment, StartupState startup, ILoggerFactory loggers) : IStartupInspector
{
    private const int MaximumLines = 50;

    public void Inspect(StartupInspection inspection)
    {
        var current = options.Current;
        if (!current.IsEnabled || startup.Steps.Count == 0 || inspection.Errors.Count > 0)
        {
            inspection.Feature("posture", current, "not looked at");
            return;
        }

        var report = posture.GetReport();
        var counts = Counts(report);
        inspection.Feature("posture", current, counts);
        if (current.IsEnforced && FailOn(current) is { } severity)
        {
            foreach (var finding in report.FindingsFrom(severity))
            {
                inspection.Error($"{finding} To accept it for a while, add {{ \"Finding\": \"{finding.Id}\", \"Endpoint\": \"{finding.Endpoint?.Name}\", \"Reason\": \"…\", \"Until\": \"…\" }} to ApiSecurity:Posture:Waivers.");
            }
        }

        if (inspection.Errors.Count == 0)
        {
            Log(report, current, counts);
        }
    }

    /// <summary>In Development a start that fails would be in the way of correcting it.</summary>
    private PostureSeverity? FailOn(PostureOptions current) => current.FailOn ?? (environment.IsDevelopment() ? null : PostureSeverity.High);

    private void Log(PostureReport report, PostureOptions current, string counts)
    {
        var logger = loggers.CreateLogger("ApiSecurity.Posture");
        PostureFinding[] told = [.. report.FindingsFrom(PostureSeverity.Low).Where(finding => !finding.IsTold)];
        if (told.Length > 0)
        {
            var lines = string.Concat(told.Take(MaximumLines).Select(finding => $"{Environment.NewLine}  {finding.Severity,-6} {finding.Id,-26} {finding.Endpoint?.Name ?? "the application"}: {finding.Message} {finding.Remedy}"));
            if (told.Length > MaximumLines)
            {
                lines += string.Create(CultureInfo.InvariantCulture, $"{Environment.NewLine}  {told.Length - MaximumLines} more findings");
            }

            if (told.Any(finding => finding.Severity == PostureSeverity.High))
            {
                PostureLog.Findings(logger, counts, lines);
            }
            else
            {
                PostureLog.Notes(logger, counts, lines);
            }
        }

        var level = current.LogEndpoints ? LogLevel.Information : LogLevel.Debug;
        if (logger.IsEnabled(level))
        {
            var table = Environment.NewLine + PostureTable.Of(report);
            PostureLog.Endpoints(logger, level, table);
        }
    }

    private static string Counts(PostureReport report)
    {
        var open = report.Findings.Where(finding => !finding.IsWaived).ToLookup(finding => finding.Severity);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{report.Endpoints.Count} endpoints; findings: {open[PostureSeverity.High].Count()} high, {open[PostureSeverity.Medium].Count()} medium, {open[PostureSeverity.Low].Count()} low, {open[PostureSeverity.Info].Count()} for information, {report.Findings.Count(finding => finding.IsWaived)} waived");
    }
}
