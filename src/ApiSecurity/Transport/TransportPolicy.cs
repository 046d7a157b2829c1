namespace ApiSecurity.Transport;

/// <summary>What the options come to: the checks, in their order.</summary>
internal sealed class TransportPolicy
{
    public TransportPolicy(TransportOptions options, TransportSurroundings surroundings)
    {
        IsEnforced = options.IsEnforced;
        Checks = options.IsEnabled ? [.. Compile(options, surroundings)] : [];
    }

    public bool IsEnforced { get; }

    public TransportCheck[] Checks { get; }

    private static IEnumerable<TransportCheck> Compile(TransportOptions options, TransportSurroundings surroundings)
    {
        if (options.RequireHttps)
        {
            yield return new HttpsCheck(options, surroundings);
        }

        yield return new MethodCheck(options);
        yield return new UrlCheck(options.Limits);
    }
}
