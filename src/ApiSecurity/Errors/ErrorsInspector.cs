using ApiSecurity.Pipeline;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ApiSecurity.Errors;

internal sealed class ErrorsInspector(
    FeatureOptionsSource<ErrorsOptions> options, IHostEnvironment environment, MessageGate gate, ILoggerFactory loggers) : IStartupInspector
{
    public void Inspect(StartupInspection inspection)
    {
        var current = options.Current;
        var development = environment.IsDevelopment();
        Set(current);
        options.OnChange(Set);
        inspection.Feature("errors", current, Describe(current, development));
        if (gate.IsClosed && loggers is not WithholdingLoggerFactory)
        {
            inspection.Note("errors: another ILoggerFactory was registered after AddApiSecurity(), so exceptions that the server itself logs keep their messages. Register it before.");
        }

        void Set(ErrorsOptions changed) => gate.IsClosed = changed.IsEnforced && !(changed.LogExceptionMessages ?? development);
    }

    private static string Describe(ErrorsOptions options, bool development)
    {
        var log = options.LogExceptionMessages ?? development ? "exceptions logged with their messages" : "exceptions logged without their messages";
        return development && options.DeveloperDetails ? $"{log}; details for clients on this machine" : log;
    }
}
