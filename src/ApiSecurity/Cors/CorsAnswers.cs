using ApiSecurity.Pipeline;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.AspNetCore.Http;

namespace ApiSecurity.Cors;

/// <summary>Puts CORS headers on answers, with the framework's own service.</summary>
internal sealed class CorsAnswers(ICorsService service, Refusals refusals)
{
    private const string AllowPrivateNetwork = "Access-Control-Allow-Private-Network";

    // The framework's endpoint middleware looks for this mark before it runs an endpoint that has CORS metadata.
    private const string MarkKey = "__CorsMiddlewareWithEndpointInvoked";
    private static readonly object Mark = new();
    private static readonly Func<object, Task> Starting = static state => ((StartingState)state).RunAsync();

    private readonly Refusals _refusals = refusals;

    public static void MarkAsHandled(HttpContext context) => context.Items[MarkKey] = Mark;

    /// <summary>Answers a pre-flight that asks for no more than is allowed.</summary>
    public void AnswerPreflight(HttpContext context, CorsPolicy policy)
    {
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        Grant(context.Response, policy, Evaluate(context, policy), PreflightCheck.AsksForPrivateNetwork(context.Request));
    }

    /// <summary>
    /// Puts the headers on when the answer starts, so that errors and refusals of later steps carry them too and the page can read them.
    /// </summary>
    /// <param name="context">The request.</param>
    /// <param name="rules">The options.</param>
    /// <param name="policy">The policy that allows the origin, or <see langword="null"/> if none does.</param>
    /// <param name="varies">Whether the answer would be another for another origin.</param>
    public void Prepare(HttpContext context, CorsRules rules, CorsPolicy? policy, bool varies) =>
        context.Response.OnStarting(
            Starting, new StartingState(this, context, rules, policy, policy is null ? null : Evaluate(context, policy), varies));

    private CorsResult Evaluate(HttpContext context, CorsPolicy policy)
    {
        var result = service.EvaluatePolicy(context, policy);
        result.VaryByOrigin = false; // The service appends blindly; VaryHeader does not repeat.
        return result;
    }

    private void Grant(HttpResponse response, CorsPolicy policy, CorsResult result, bool privateNetwork)
    {
        service.ApplyResult(result, response);
        if (privateNetwork)
        {
            response.Headers[AllowPrivateNetwork] = "true";
        }

        if (!policy.AllowAnyOrigin)
        {
            VaryHeader.Add(response.Headers);
        }
    }

    private static bool Strip(IHeaderDictionary headers)
    {
        var granted = headers.AccessControlAllowOrigin.Count > 0;
        headers.Remove("Access-Control-Allow-Origin");
        headers.Remove("Access-Control-Allow-Credentials");
        headers.Remove("Access-Control-Allow-Headers");
        headers.Remove("Access-Control-Allow-Methods");
        headers.Remove("Access-Control-Expose-Headers");
        headers.Remove("Access-Control-Max-Age");
        headers.Remove(AllowPrivateNetwork);
        return granted;
    }

    private sealed class StartingState(
        CorsAnswers answers, HttpContext context, CorsRules rules, CorsPolicy? policy, CorsResult? result, bool varies)
    {
        public Task RunAsync()
        {
            if (rules.Enforced)
            {
                Enforce();
            }
            else
            {
                FillIn();
            }

            return Task.CompletedTask;
        }

        /// <summary>What stands in the answer is what the policy says, whatever later middleware put there.</summary>
        private void Enforce()
        {
            var headers = context.Response.Headers;
            var granted = Strip(headers);
            if (policy is not null)
            {
                answers.Grant(context.Response, policy, result!, privateNetwork: false);
                return;
            }

            if (granted)
            {
                answers._refusals.Observe(context, CorsRefusals.GrantRemoved);
            }

            if (varies)
            {
                VaryHeader.Add(headers);
            }
        }

        /// <summary>
        /// In Report mode the application's own answer stands. Only where it gave none, what the policy allows is granted, so that a page
        /// which works in Enforce mode works here too.
        /// </summary>
        private void FillIn()
        {
            var response = context.Response;
            if (response.Headers.AccessControlAllowOrigin.Count > 0)
            {
                if (policy is null)
                {
                    answers._refusals.Report(context, CorsRefusals.GrantRemoved);
                }

                return;
            }

            if (policy is null || (context.Items.TryGetValue(MarkKey, out var mark) && !ReferenceEquals(mark, Mark)))
            {
                return;
            }

            var preflight = result!.IsPreflightRequest;
            answers.Grant(response, policy, result, preflight && PreflightCheck.AsksForPrivateNetwork(context.Request));
            if (preflight && response.StatusCode >= StatusCodes.Status300MultipleChoices)
            {
                // Nobody answered it. 200 rather than 204, because a body may be on its way.
                response.StatusCode = StatusCodes.Status200OK;
            }
        }
    }
}
