using System.Runtime.CompilerServices;
using ApiSecurity.Authentication;

namespace ApiSecurity.Tests.Authentication;

/// <summary>A store in the memory of the test, that several applications share, and that can be away.</summary>
internal sealed class SharedRevocations : IRevocationStore
{
    private readonly Lock _lock = new();
    private readonly Dictionary<(RevocationKind Kind, string Value, string? Issuer), RevocationChange> _changes = [];
    private long _version;

    /// <summary>Thrown by every call while it is set.</summary>
    public Exception? Fault { get; set; }

    /// <summary>Awaited by every reading call while it is set.</summary>
    public Task? Hold { get; set; }

    public int VersionsAsked { get; private set; }

    public int ChangesRead { get; private set; }

    public int Count => _changes.Count;

    public ValueTask AddAsync(TokenRevocation revocation, CancellationToken cancellationToken)
    {
        Assert.NotNull(revocation.Ends);
        return Change(revocation, isRemoved: false);
    }

    public ValueTask RemoveAsync(TokenRevocation revocation, CancellationToken cancellationToken) => Change(revocation, isRemoved: true);

    public async ValueTask<long> GetVersionAsync(CancellationToken cancellationToken)
    {
        VersionsAsked++;
        await (Hold ?? Task.CompletedTask);
        ThrowIfAway();
        lock (_lock)
        {
            return _version;
        }
    }

    public async IAsyncEnumerable<RevocationChange> ReadChangesAsync(long version, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ThrowIfAway();
        RevocationChange[] changes;
        lock (_lock)
        {
            changes = [.. _changes.Values.Where(change => change.Version > version).OrderBy(change => change.Version)];
        }

        foreach (var change in changes)
        {
            ChangesRead++;
            yield return change;
        }

        await ValueTask.CompletedTask;
    }

    /// <summary>As if somebody had put an empty one in its place.</summary>
    public void Replace()
    {
        lock (_lock)
        {
            _changes.Clear();
            _version = 0;
        }
    }

    private ValueTask Change(TokenRevocation revocation, bool isRemoved)
    {
        ThrowIfAway();
        lock (_lock)
        {
            _changes[(revocation.Kind, revocation.Value, revocation.Issuer)] = new RevocationChange(++_version, revocation, isRemoved);
        }

        return ValueTask.CompletedTask;
    }

    private void ThrowIfAway()
    {
        if (Fault is { } fault)
        {
            throw fault;
        }
    }
}
