using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace ApiSecurity.Authentication;

/// <summary>The options, compiled: the servers, and what they have said.</summary>
internal sealed class IntrospectionServers
{
    private static long _last;

    private readonly IntrospectionServer[] _byPrefix;

    public IntrospectionServers(IntrospectionOptions options, IHttpClientFactory clients, TimeProvider time, bool isDevelopment, ILogger logger)
    {
        Options = options;
        _byPrefix = options.IsEnabled
            ? [.. options.Servers.Select(server => new IntrospectionServer(server.Key, server.Value, options, clients, time, isDevelopment, logger))
                .OrderByDescending(server => server.TokenPrefix.Length)]
            : [];
        Active = new(options.CacheCapacity);
        Refused = new(options.CacheCapacity);
    }

    public long Generation { get; } = Interlocked.Increment(ref _last);

    public IntrospectionOptions Options { get; }

    public AnswerCache Active { get; }

    /// <summary>Apart from the active ones: whoever invents tokens drives out other invented ones only.</summary>
    public AnswerCache Refused { get; }

    /// <summary>The questions that are out.</summary>
    public ConcurrentDictionary<TokenKey, Lazy<Task<IntrospectionOutcome>>> Flights { get; } = new();

    /// <summary>The server with the longest prefix that the token has; that without a prefix, if there is one, has them all.</summary>
    public IntrospectionServer? For(string token) => Array.Find(_byPrefix, server => token.StartsWith(server.TokenPrefix, StringComparison.Ordinal));

    public IntrospectionServer? Named(string name) => Array.Find(_byPrefix, server => string.Equals(server.Name, name, StringComparison.OrdinalIgnoreCase));
}
