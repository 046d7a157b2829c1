using System.Collections.Concurrent;
using ApiSecurity.Authentication;

namespace ApiSecurity.Tests.Authentication;

/// <summary>A store as an application could write one.</summary>
internal sealed class MemoryUsers : IBasicUserStore
{
    public ConcurrentDictionary<string, BasicUser> Users { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Thrown by every call, if there is one.</summary>
    public Exception? Fault { get; set; }

    public MemoryUsers With(string name, string? hash)
    {
        Users[name] = new BasicUser { Name = name, PasswordHash = hash, Subject = $"id-of-{name}", Permissions = ["orders.read"], Tenant = "north" };
        return this;
    }

    public ValueTask<BasicUser?> FindAsync(string name, CancellationToken cancellationToken) =>
        Fault is null ? ValueTask.FromResult(Users.GetValueOrDefault(name)) : throw Fault;

    public ValueTask UpdatePasswordHashAsync(BasicUser user, string passwordHash, CancellationToken cancellationToken)
    {
        Users.TryUpdate(user.Name, user with { PasswordHash = passwordHash }, user);
        return ValueTask.CompletedTask;
    }
}
