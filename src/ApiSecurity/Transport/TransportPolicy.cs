using ApiSecurity.Pipeline;

namespace ApiSecurity.Transport;

/// <summary>What the options come to: the checks, in their order.</summary>
internal sealed class TransportPolicy
{
    public TransportPolicy(TransportOptions options, TransportSurroundings surroundings, KestrelState kestrel, Refusals refusals)
    {
        IsEnforced = options.IsEnforced;
        Checks = options.IsEnabled ? [.. Compile(options, surroundings, kestrel, refusals)] : [];
    }

    public bool IsEnforced { get; }

    public TransportCheck[] Checks { get; }

    private static IEnumerable<TransportCheck> Compile(TransportOptions options, TransportSurroundings surroundings, KestrelState kestrel, Refusals refusals)
    {
        var hosts = Hosts(options, surroundings);
        yield return new ForwardedCheck(options, hosts, surroundings, refusals);
        yield return new HostCheck(hosts, surroundings);
        if (options.RequireHttps)
        {
            yield return new HttpsCheck(options, surroundings);
        }

        yield return new MethodCheck(options);
        yield return new UrlCheck(options.Limits);
        yield return new HeaderCheck(options.Limits, kestrel);
    }

    public static HostList Hosts(TransportOptions options, TransportSurroundings surroundings) =>
        new(options.AllowedHosts.Count > 0 ? options.AllowedHosts : surroundings.AllowedHosts);
}
