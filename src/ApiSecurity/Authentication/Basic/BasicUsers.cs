using System.Collections.Frozen;
using System.Security.Claims;
using ApiSecurity.Pipeline;

namespace ApiSecurity.Authentication;

/// <summary>All users: those of the configuration, and those of the store, if there is one. The configuration goes before.</summary>
internal sealed class BasicUsers(FeatureOptionsSource<BasicOptions> options, IEnumerable<IBasicUserStore> stores, ClaimNames names, TimeProvider time)
{
    /// <summary>For a store that does not answer and does not give up.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly Compiled<FrozenDictionary<string, BasicUser>> _configured =
        options.Compile(current => current.Users.ToFrozenDictionary(pair => pair.Key.Normalize(), pair => ToUser(pair.Key, pair.Value), StringComparer.Ordinal));

    public IBasicUserStore? Store { get; } = stores.LastOrDefault();

    public async ValueTask<BasicUser?> FindAsync(string name, CancellationToken cancellationToken)
    {
        if (_configured.Value.TryGetValue(name, out var user))
        {
            return user;
        }

        return Store is null ? null : await Store.FindAsync(name, cancellationToken).AsTask().WaitAsync(Patience, time, cancellationToken).ConfigureAwait(false);
    }

    public async Task UpdateAsync(BasicUser user, Func<string> passwordHash, CancellationToken cancellationToken)
    {
        if (Store is not null && !_configured.Value.ContainsKey(user.Name))
        {
            await Store.UpdatePasswordHashAsync(user, passwordHash(), cancellationToken).AsTask().WaitAsync(Patience, time, cancellationToken).ConfigureAwait(false);
        }
    }

    public ClaimsPrincipal ToPrincipal(BasicUser user)
    {
        var claims = new List<Claim> { new("sub", user.Subject ?? user.Name), new("name", user.Name) };
        claims.AddRange(user.Roles.Select(role => new Claim("roles", role)));
        claims.AddRange(user.Permissions.Select(permission => new Claim(names.Permission, permission)));
        if (user.Tenant is not null)
        {
            claims.Add(new Claim(names.Tenant, user.Tenant));
        }

        return new ClaimsPrincipal(new ClaimsIdentity(claims, BasicDefaults.AuthenticationScheme, nameType: "name", roleType: "roles"));
    }

    private static BasicUser ToUser(string name, BasicUserOptions user) => new()
    {
        Name = name.Normalize(),
        PasswordHash = user.PasswordHash,
        Subject = user.Subject,
        Roles = [.. user.Roles],
        Permissions = [.. user.Permissions],
        Tenant = user.Tenant,
    };
}
