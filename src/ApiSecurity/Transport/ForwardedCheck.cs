using ApiSecurity.Pipeline;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace ApiSecurity.Transport;

/// <summary>
/// Takes client address, scheme and host from the headers of trusted proxies, and from nobody else's. First of the checks, so that all others,
/// and every event, see the client rather than the proxy.
/// </summary>
internal sealed class ForwardedCheck(TransportOptions options, HostList hosts, TransportSurroundings surroundings, Refusals refusals) : TransportCheck
{
    private const string For = "X-Forwarded-For";
    private const string Proto = "X-Forwarded-Proto";
    private const string Host = "X-Forwarded-Host";
    private const string Forwarded = "Forwarded";
    private const string Certificate = "Client-Cert";
    private const string CertificateChain = "Client-Cert-Chain";

    private readonly ProxyTrust _trust = new(options.TrustedProxies);
    private readonly ForwardedHeaderStyle _style = options.ForwardedHeaders;
    private readonly int _limit = options.ForwardLimit;
    private readonly bool _enforced = options.IsEnforced;
    private readonly bool _leaveToApplication = surroundings.ReadsForwardedHeaders;

    public override Refusal? Check(HttpContext context)
    {
        var headers = context.Request.Headers;
        // Before the client's address takes the place of the proxy's. Where the application has read the headers, that has happened already.
        if (!_leaveToApplication)
        {
            CheckCertificate(context, headers);
        }

        var sent = new Headers(headers[For], headers[Proto], headers[Host], headers[Forwarded]);
        return sent.AreMissing ? null : Follow(context, sent);
    }

    /// <summary>RFC 9440 section 4: whoever is no trusted proxy could write anybody's certificate there.</summary>
    private void CheckCertificate(HttpContext context, IHeaderDictionary headers)
    {
        if (!_trust.IsEmpty && _trust.Includes(context.Connection.RemoteIpAddress))
        {
            context.Features.Set(FromTrustedProxy.Instance);
        }
        else if (headers.ContainsKey(Certificate) || headers.ContainsKey(CertificateChain))
        {
            refusals.Observe(context, TransportProblems.CertificateUntrusted);
            if (_enforced)
            {
                context.Request.Headers.Remove(Certificate);
                context.Request.Headers.Remove(CertificateChain);
            }
        }
    }

    private Refusal? Follow(HttpContext context, in Headers sent)
    {
        if (!_trust.Includes(context.Connection.RemoteIpAddress))
        {
            if (!_leaveToApplication)
            {
                refusals.Observe(context, TransportProblems.ForwardedUntrusted);
                Remove(context);
            }

            return null;
        }

        var hasX = _style != ForwardedHeaderStyle.Forwarded && !sent.XAreMissing;
        var hasForwarded = _style != ForwardedHeaderStyle.XForwarded && sent.Forwarded.Count > 0;
        var byX = default(ForwardedRoute);
        var byForwarded = default(ForwardedRoute);
        if ((hasX && !ForwardedRoute.TryFollow(sent.For, sent.Proto, sent.Host, _trust, _limit, out byX))
            || (hasForwarded && !ForwardedRoute.TryFollow(sent.Forwarded, _trust, _limit, out byForwarded)))
        {
            return TransportProblems.ForwardedMalformed;
        }

        if (hasX && hasForwarded && byX != byForwarded)
        {
            return TransportProblems.ForwardedConflict;
        }

        Apply(context, hasX ? byX : byForwarded);
        Remove(context);
        return null;
    }

    private void Apply(HttpContext context, in ForwardedRoute route)
    {
        if (route.Client is not null)
        {
            context.Connection.RemoteIpAddress = route.Client;
            context.Connection.RemotePort = route.Port;
        }

        if (route.Scheme is not null)
        {
            context.Request.Scheme = route.Scheme;
        }

        // A proxy that sets the other headers often lets this one through from the client, so it needs a list to be held against.
        if (route.Host is not null && !hosts.IsOpen)
        {
            context.Request.Host = new HostString(route.Host);
        }
    }

    /// <summary>What is left would be the client's word, and code behind that reads the headers by itself would believe it.</summary>
    private void Remove(HttpContext context)
    {
        if (_enforced)
        {
            var headers = context.Request.Headers;
            headers.Remove(For);
            headers.Remove(Proto);
            headers.Remove(Host);
            headers.Remove(Forwarded);
        }
    }

    private readonly record struct Headers(StringValues For, StringValues Proto, StringValues Host, StringValues Forwarded)
    {
        public bool XAreMissing => For.Count == 0 && Proto.Count == 0 && Host.Count == 0;

        public bool AreMissing => XAreMissing && Forwarded.Count == 0;
    }
}
