using ApiSecurity.Pipeline;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;

namespace ApiSecurity.Transport;

/// <summary>
/// HTTPS only. A redirect would answer a client that has just sent its credential in clear with "do it again", and nobody would notice;
/// an API's client is a program, and a program's URL is corrected once.
/// </summary>
internal sealed class HttpsCheck(TransportOptions options, TransportSurroundings surroundings) : TransportCheck
{
    private readonly bool _redirects = options.RedirectToHttps;
    private readonly int _port = options.HttpsPort;

    public override Refusal? Check(HttpContext context) =>
        context.Request.IsHttps || surroundings.IsInProcess ? null : CheckPlain(context);

    private Refusal? CheckPlain(HttpContext context)
    {
        if (surroundings.IsDevelopment && SameMachine.Is(context.Connection.RemoteIpAddress))
        {
            return null;
        }

        var request = context.Request;
        if (request.Headers.ContainsKey("X-Forwarded-Proto") || request.Headers.ContainsKey("Forwarded"))
        {
            // Most likely the API stands behind a proxy that ends TLS, and nobody has said so.
            return TransportProblems.HttpsRequiredForProxied;
        }

        if (request.Headers.Authorization.Count > 0 || request.Headers.Cookie.Count > 0 || request.Headers.ProxyAuthorization.Count > 0)
        {
            return TransportProblems.HttpsRequiredForCredential;
        }

        if (_redirects && request.Host.HasValue && (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method)))
        {
            var host = _port == 443 ? new HostString(request.Host.Host) : new HostString(request.Host.Host, _port);
            return TransportProblems.Redirect(UriHelper.BuildAbsolute("https", host, request.PathBase, request.Path, request.QueryString));
        }

        return TransportProblems.HttpsRequired;
    }
}
