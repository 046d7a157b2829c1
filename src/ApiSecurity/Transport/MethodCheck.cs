using ApiSecurity.Pipeline;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace ApiSecurity.Transport;

/// <summary>
/// The methods that the API uses. Others (TRACE, made-up ones, names in lower case) reach no code that compares methods its own way.
/// </summary>
internal sealed class MethodCheck : TransportCheck
{
    private readonly string[] _allowed;
    private readonly Refusal _refusal;

    public MethodCheck(TransportOptions options)
    {
        _allowed = options.AllowedMethods.Count > 0 ? [.. options.AllowedMethods] : TransportOptions.DefaultMethods;
        _refusal = TransportProblems.MethodNotAllowed(string.Join(", ", _allowed.Order(StringComparer.Ordinal)));
    }

    public override Refusal? Check(HttpContext context)
    {
        var method = context.Request.Method;
        foreach (var allowed in _allowed)
        {
            if (string.Equals(method, allowed, StringComparison.Ordinal))
            {
                return null;
            }
        }

        return IsWebSocket(context, method) ? null : _refusal;
    }

    /// <summary>Over HTTP/2 and 3 a WebSocket is opened with CONNECT (RFC 8441), over HTTP/1.1 with GET.</summary>
    private bool IsWebSocket(HttpContext context, string method) =>
        HttpMethods.IsConnect(method)
        && _allowed.Contains(HttpMethods.Get)
        && context.Features.Get<IHttpExtendedConnectFeature>() is { IsExtendedConnect: true, Protocol: "websocket" };
}
