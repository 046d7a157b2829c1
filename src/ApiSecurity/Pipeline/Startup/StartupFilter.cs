using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ApiSecurity.Pipeline;

/// <summary>
/// Checks the whole application once its pipeline and its endpoints are known, before the server listens:
/// nothing that was registered may be silently inactive.
/// </summary>
internal sealed class StartupFilter(
    StartupState state, IEnumerable<IStartupInspector> inspectors, ApiSecurityModeSource mode, ILoggerFactory loggers) : IStartupFilter
{
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        next(app);
        // What branches add stays in theirs.
        state.StepsInBranches = [.. state.Steps.Where(step => !app.HasStep(step)).Order()];
        Inspect(app.ApplicationServices.GetService<EndpointDataSource>());
    };

    private void Inspect(EndpointDataSource? endpoints)
    {
        state.IsInspecting = true;
        var inspection = new StartupInspection(endpoints?.Endpoints ?? []);
        if (state.Steps.Count == 0)
        {
            inspection.Error("AddApiSecurity() was called, but no request passes through it. Call app.UseApiSecurity() before the endpoints are mapped.");
        }

        foreach (var inspector in inspectors)
        {
            inspector.Inspect(inspection);
        }

        if (inspection.Errors.Count > 0)
        {
            throw new InvalidOperationException(
                $"ApiSecurity can't start as it is set up:{Environment.NewLine}- {string.Join($"{Environment.NewLine}- ", inspection.Errors)}");
        }

        StartupLog.Summary(loggers.CreateLogger("ApiSecurity"), mode.Current, Environment.NewLine + string.Join(Environment.NewLine, inspection.Lines));
    }
}
