using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace ApiSecurity.Pipeline;

/// <summary>Which steps an application has added, in which order; kept in the builder's properties, so that branches inherit it.</summary>
internal static class PipelineSteps
{
    private const string Key = "ApiSecurity.PipelineSteps";

    /// <summary>Adds a step's middleware, once, and only after the steps that must stand before it.</summary>
    /// <exception cref="InvalidOperationException">AddApiSecurity is missing, or the step is in the wrong place or there already.</exception>
    public static IApplicationBuilder UseStep<TMiddleware>(this IApplicationBuilder app, PipelineStep step)
    {
        ArgumentNullException.ThrowIfNull(app);
        app.EnsureServices(MethodOf(step));
        app.Mark(step);
        return app.UseMiddleware<TMiddleware>();
    }

    public static bool HasStep(this IApplicationBuilder app, PipelineStep step) => Added(app).Contains(step);

    public static void EnsureServices(this IApplicationBuilder app, string method)
    {
        if (app.ApplicationServices.GetService<SecurityEventHub>() is null)
        {
            throw new InvalidOperationException(
                $"{method}() needs the services of ApiSecurity. Call builder.Services.AddApiSecurity() before builder.Build().");
        }
    }

    /// <summary>Records the step and tells the start-up checks that it is there.</summary>
    public static void Mark(this IApplicationBuilder app, PipelineStep step)
    {
        var added = Added(app);
        foreach (var earlier in added)
        {
            if (earlier == step)
            {
                throw new InvalidOperationException($"{MethodOf(step)}() was called twice. Remove one of the calls.");
            }

            if (earlier > step)
            {
                throw new InvalidOperationException(
                    $"{MethodOf(step)}() must be called before {MethodOf(earlier)}(): {WhyBefore(step)} Move it up, or call UseApiSecurity(), which knows the order.");
            }
        }

        app.Properties[Key] = (PipelineStep[])[.. added, step];
        app.ApplicationServices.GetRequiredService<StartupState>().Steps.Add(step);
    }

    public static string MethodOf(PipelineStep step) => step == PipelineStep.Routing ? "UseRouting" : "UseApiSecurity" + step;

    private static PipelineStep[] Added(IApplicationBuilder app) =>
        app.Properties.TryGetValue(Key, out var value) && value is PipelineStep[] steps ? steps : [];

    private static string WhyBefore(PipelineStep step) => step switch
    {
        PipelineStep.Headers => "what answers before it would answer without security headers.",
        PipelineStep.Errors => "what fails before it would tell the client how.",
        PipelineStep.Transport => "what stands before it would see requests that should have been refused.",
        PipelineStep.Routing => "later steps read the endpoint's attributes.",
        PipelineStep.RequestLimits => "nobody may read a body beyond the endpoint's limit.",
        PipelineStep.Cors => "a browser's pre-flight carries no credential and would be refused.",
        PipelineStep.LimitsByAddress => "guessing must be limited before costly cryptography.",
        PipelineStep.Authentication => "later steps need to know the caller.",
        PipelineStep.LimitsByCaller => "a caller over the limit must not cost more work.",
        PipelineStep.Authorization => "a body must not be read for a caller who may not send it.",
        PipelineStep.RequestContent => "validation reads bodies of a size and type that the endpoint takes.",
        PipelineStep.Validation => "what is no JSON, or too much of it, is not looked through for attacks or members.",
        PipelineStep.Inspection => "what looks like an attack is told before anything is made of it.",
        PipelineStep.Properties => "who may write a member is asked before whose objects it refers to.",
        _ => "later steps rely on what it checks.",
    };
}
