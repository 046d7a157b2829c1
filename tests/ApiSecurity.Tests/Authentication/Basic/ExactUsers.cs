using System.Collections.Concurrent;
using ApiSecurity.Authentication;

namespace ApiSecurity.Tests.Authentication;

/// <summary>A store to which Alice and alice are two people.</summary>
internal sealed class ExactUsers : IBasicUserStore
{
    private int _askedForAlice;

    public ConcurrentDictionary<string, BasicUser> Users { get; } = new(StringComparer.Ordinal);

    public int AskedForAlice => Volatile.Read(ref _askedForAlice);

    public ValueTask<BasicUser?> FindAsync(string name, CancellationToken cancellationToken)
    {
        if (name == "alice")
        {
            Interlocked.Increment(ref _askedForAlice);
        }

        return ValueTask.FromResult(Users.GetValueOrDefault(name));
    }

    public ValueTask UpdatePasswordHashAsync(BasicUser user, string passwordHash, CancellationToken cancellationToken) => ValueTask.CompletedTask;
}
