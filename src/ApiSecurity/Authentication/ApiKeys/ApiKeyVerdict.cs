using ApiSecurity.Pipeline;

namespace ApiSecurity.Authentication;

/// <summary>What became of a key: why it was refused, or whose it is and until when that may be remembered.</summary>
internal sealed class ApiKeyVerdict
{
    private ApiKeyVerdict()
    {
    }

    public ApiKeyRefusal? Refusal { get; private init; }

    public ApiKey? Key { get; private init; }

    /// <summary>The end of the key, or of the old secret that was used.</summary>
    public DateTimeOffset? Ends { get; private init; }

    public AddressRange[] Networks { get; private init; } = [];

    /// <summary>The state of the stores before the key was looked up.</summary>
    public long Generation { get; private init; }

    public static ApiKeyVerdict Refused(ApiKeyRefusal refusal) => new() { Refusal = refusal };

    public static ApiKeyVerdict Accepted(ApiKey key, DateTimeOffset? ends, AddressRange[] networks, long generation) =>
        new() { Key = key, Ends = ends, Networks = networks, Generation = generation };
}
