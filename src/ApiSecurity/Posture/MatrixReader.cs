using System.Security.Claims;
using ApiSecurity.Authentication;
using ApiSecurity.Authorization;
using ApiSecurity.Pipeline;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace ApiSecurity.Posture;

/// <summary>Asks each endpoint's policy about each kind of caller, through the services that requests go through.</summary>
internal sealed class MatrixReader(AccessReader access, FeatureOptionsSource<ApiAuthorizationOptions> options, IServiceScopeFactory scopes)
{
    private const string AuthenticationType = "ApiSecurity.Posture";

    public async Task<PostureMatrix> ReadAsync(PostureReport report, CancellationToken cancellationToken)
    {
        var current = options.Current;
        string[] scopesAsked = [.. report.Endpoints.SelectMany(endpoint => endpoint.Access.Scopes).Distinct(StringComparer.Ordinal)];
        PostureCaller[] callers =
        [
            new(PostureCallerKind.Anonymous, "anonymous"),
            new(PostureCallerKind.Known, "known"),
            .. current.Roles.Keys.Concat(report.Endpoints.SelectMany(endpoint => endpoint.Access.Roles.SelectMany(any => any))).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)
                .Select(role => new PostureCaller(PostureCallerKind.Role, role)),
            .. report.Endpoints.SelectMany(endpoint => endpoint.Access.Permissions).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)
                .Select(permission => new PostureCaller(PostureCallerKind.Permission, permission)),
        ];
        ClaimsPrincipal[] principals = [.. callers.Select(caller => Principal(caller, current, scopesAsked))];
        var rows = new List<PostureMatrixRow>();
        foreach (var endpoint in report.Endpoints)
        {
            cancellationToken.ThrowIfCancellationRequested();
            rows.Add(new PostureMatrixRow(endpoint, await AskAsync(endpoint, principals).ConfigureAwait(false)));
        }

        return new PostureMatrix(callers, rows);
    }

    private async Task<PostureAnswer[]> AskAsync(PostureEndpoint endpoint, ClaimsPrincipal[] principals)
    {
        var answers = new PostureAnswer[principals.Length];
        if (endpoint.Access.IsAnonymous)
        {
            Array.Fill(answers, PostureAnswer.Allowed);
            return answers;
        }

        if (access.Rule(endpoint.Source) is not { Policy: { } policy } rule)
        {
            return answers;
        }

        IAuthorizationRequirement[] later = [.. policy.Requirements.Where(IsLater)];
        var lasting = later.Length == 0 ? policy
            : new AuthorizationPolicyBuilder([.. policy.AuthenticationSchemes]).RequireAuthenticatedUser().AddRequirements([.. policy.Requirements.Where(one => !IsLater(one))]).Build();
        for (var index = 0; index < principals.Length; index++)
        {
            var answer = await AskAsync(endpoint, lasting, principals[index]).ConfigureAwait(false);
            answers[index] = answer != PostureAnswer.Allowed ? answer : later.Length > 0 ? PostureAnswer.StepUp : rule.IsWhole ? answer : PostureAnswer.Unknown;
        }

        return answers;
    }

    private async Task<PostureAnswer> AskAsync(PostureEndpoint endpoint, AuthorizationPolicy policy, ClaimsPrincipal principal)
    {
        var scope = scopes.CreateAsyncScope();
        await using (scope.ConfigureAwait(false))
        {
            var context = new DefaultHttpContext { RequestServices = scope.ServiceProvider, User = principal };
            context.Request.Method = endpoint.Methods.Count > 0 ? endpoint.Methods[0] : HttpMethods.Get;
            context.SetEndpoint(endpoint.Source);
            var authenticated = principal.Identities.Any(identity => identity.IsAuthenticated)
                ? AuthenticateResult.Success(new AuthenticationTicket(principal, AuthenticationType)) : AuthenticateResult.NoResult();
            try
            {
                var result = await scope.ServiceProvider.GetRequiredService<IPolicyEvaluator>().AuthorizeAsync(policy, authenticated, context, context).ConfigureAwait(false);
                return result.Succeeded ? PostureAnswer.Allowed : result.Challenged ? PostureAnswer.Unauthenticated : PostureAnswer.Forbidden;
            }
#pragma warning disable CA1031 // Handlers of the application's own may need more of a request than there is here.
            catch (Exception)
#pragma warning restore CA1031
            {
                return PostureAnswer.Unknown;
            }
        }
    }

    /// <summary>What a caller can go and get.</summary>
    private static bool IsLater(IAuthorizationRequirement one) => one is RecentLoginRequirement or AcrRequirement or PossessionRequirement;

    private static ClaimsPrincipal Principal(PostureCaller caller, ApiAuthorizationOptions current, string[] scopes)
    {
        if (caller.Kind == PostureCallerKind.Anonymous)
        {
            return new ClaimsPrincipal(new ClaimsIdentity());
        }

        var identity = new ClaimsIdentity(AuthenticationType);
        identity.AddClaim(new Claim("sub", AuthenticationType));
        if (caller.Kind == PostureCallerKind.Role)
        {
            identity.AddClaim(new Claim(identity.RoleClaimType, caller.Name));
        }
        else if (caller.Kind == PostureCallerKind.Permission)
        {
            identity.AddClaim(new Claim(current.PermissionClaimType, caller.Name));
        }

        // Where scopes are permissions, to have all of them would be to be allowed everything.
        if (current.PermissionClaimType is not ("scope" or "scp"))
        {
            identity.AddClaims(scopes.Select(scope => new Claim("scope", scope)));
        }

        return new ClaimsPrincipal(identity);
    }
}
