using Microsoft.AspNetCore.Http;

namespace ApiSecurity.Pipeline;

/// <summary>What the features find and tell while the application starts: errors stop it, the rest becomes the summary in the log.</summary>
internal sealed class StartupInspection(IReadOnlyList<Endpoint> endpoints)
{
    private readonly List<string> _lines = [];
    private readonly List<string> _errors = [];

    public IReadOnlyList<Endpoint> Endpoints { get; } = endpoints;

    public IReadOnlyList<string> Lines => _lines;

    public IReadOnlyList<string> Errors => _errors;

    /// <summary>Something that can't take effect as configured: stops the start. Say what is wrong and what to write instead.</summary>
    public void Error(string message) => _errors.Add(message);

    public void Feature(string name, FeatureOptions options, string detail) => _lines.Add(options switch
    {
        { IsEnabled: false } => $"  off     {name,-16} {options.DisabledReason}",
        { IsEnforced: false } => $"  report  {name,-16} {detail}",
        _ => $"  on      {name,-16} {detail}",
    });

    /// <summary>An endpoint that can be reached with less than the full protection.</summary>
    public void Exposed(string endpoint, string why) => _lines.Add($"  exposed {endpoint}  ({why})");

    /// <summary>An endpoint that says nothing about who may call it, and is closed (or would be, in Report mode) by that alone.</summary>
    public void Closed(string endpoint, string how) => _lines.Add($"  closed  {endpoint}  ({how})");

    /// <summary>Anything else that the operator should know.</summary>
    public void Note(string text) => _lines.Add($"  note    {text}");
}
