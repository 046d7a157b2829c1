using ApiSecurity.Pipeline;
using Microsoft.AspNetCore.Http;

namespace ApiSecurity.Transport;

/// <summary>
/// The host that the client asked for. Links, redirects and cache keys are made of it, so a made-up one must not get that far; and a page
/// whose name an attacker points at the API's address (DNS rebinding) is told apart by nothing else.
/// </summary>
internal sealed class HostCheck(HostList hosts, TransportSurroundings surroundings) : TransportCheck
{
    public override Refusal? Check(HttpContext context)
    {
        var values = context.Request.Headers.Host;
        string? value = values;
        if (string.IsNullOrEmpty(value))
        {
            // HTTP/1.0 need not tell one.
            return hosts.IsOpen ? null : TransportProblems.HostNotAllowed;
        }

        if (values.Count > 1 || !HostSyntax.TryParse(value, out var host))
        {
            return TransportProblems.HostMalformed;
        }

        return hosts.IsOpen || hosts.Includes(host) || IsOwnMachine(host) ? null : TransportProblems.HostNotAllowed;
    }

    /// <summary>Where developers and tests are, they ask for the host that they find there.</summary>
    private bool IsOwnMachine(ReadOnlySpan<char> host) =>
        (surroundings.IsInProcess || surroundings.IsDevelopment)
        && (host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || host is "127.0.0.1" or "[::1]");
}
