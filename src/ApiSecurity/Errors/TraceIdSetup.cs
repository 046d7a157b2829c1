using System.Diagnostics;
using ApiSecurity.Pipeline;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace ApiSecurity.Errors;

/// <summary>
/// The framework writes the activity's id into each problem, whatever is in it. Where that is the client's text, the server's id of the
/// request takes its place, before the application's own <c>CustomizeProblemDetails</c> sees it.
/// </summary>
internal sealed class TraceIdSetup(FeatureOptionsSource<ErrorsOptions> options) : IPostConfigureOptions<ProblemDetailsOptions>
{
    public void PostConfigure(string? name, ProblemDetailsOptions problems)
    {
        var application = problems.CustomizeProblemDetails;
        problems.CustomizeProblemDetails = context =>
        {
            Replace(context);
            application?.Invoke(context);
        };
    }

    private void Replace(ProblemDetailsContext context)
    {
        if (!options.Current.IsEnforced || Activity.Current is not { Id: { } id, IdFormat: not ActivityIdFormat.W3C })
        {
            return;
        }

        var extensions = context.ProblemDetails.Extensions;
        foreach (var key in extensions.Where(extension => (extension.Value as string) == id).Select(extension => extension.Key).ToArray())
        {
            extensions[key] = SecurityEventHub.TraceIdOf(context.HttpContext);
        }
    }
}
