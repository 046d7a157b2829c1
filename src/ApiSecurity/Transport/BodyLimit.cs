namespace ApiSecurity.Transport;

/// <summary>How large a body may be where the endpoint does not say: our key, else what the application set on Kestrel, else our default.</summary>
internal static class BodyLimit
{
    public static long Of(TransportLimits limits, KestrelState state) =>
        (limits.MaxBodyBytes, state.ApplicationMaxBody) switch
        {
            ({ } ours, { } application) => Math.Min(ours, application),
            ({ } ours, null) => ours,
            (null, { } application) => application,
            _ => TransportLimits.DefaultMaxBodyBytes,
        };
}
