using System.Security.Claims;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Authentication;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace ApiSecurity.IntegrationTests.Authentication;

/// <summary>What OpenIddict leaves to the application: a page to sign in at, and what is said of people and services.</summary>
internal static class AuthorizationServerEndpoints
{
    public const string Cookie = "Cookie";

    private const string Scheme = OpenIddictServerAspNetCoreDefaults.AuthenticationScheme;

    public static void Map(WebApplication app)
    {
        app.MapPost("/login", async (HttpContext context, string returnUrl) =>
        {
            var form = await context.Request.ReadFormAsync();
            if (form["password"] != "correct horse")
            {
                return Results.Unauthorized();
            }

            await context.SignInAsync(Cookie, new ClaimsPrincipal(new ClaimsIdentity([new Claim(Claims.Subject, form["name"].ToString())], Cookie)));
            return Results.LocalRedirect(returnUrl);
        }).DisableAntiforgery();
        app.MapGet("/connect/authorize", async (HttpContext context) =>
            await context.AuthenticateAsync(Cookie) is { Succeeded: true, Principal: { } person }
                ? SignIn(person.FindFirstValue(Claims.Subject)!, context.GetOpenIddictServerRequest()!.GetScopes())
                : Results.Challenge(new AuthenticationProperties { RedirectUri = context.Request.Path + context.Request.QueryString }, [Cookie]));
        app.MapPost("/connect/token", async (HttpContext context) =>
        {
            var request = context.GetOpenIddictServerRequest()!;
            return request.IsClientCredentialsGrantType()
                ? SignIn(request.ClientId!, request.GetScopes())
                : Results.SignIn((await context.AuthenticateAsync(Scheme)).Principal!, properties: null, Scheme);
        });
    }

    private static IResult SignIn(string subject, IEnumerable<string> scopes)
    {
        var principal = new ClaimsPrincipal(new ClaimsIdentity([new Claim(Claims.Subject, subject)], Scheme, Claims.Name, Claims.Role));
        principal.SetScopes(scopes);
        principal.SetResources(AuthorizationServerClients.Api);
        return Results.SignIn(principal, properties: null, Scheme);
    }
}
