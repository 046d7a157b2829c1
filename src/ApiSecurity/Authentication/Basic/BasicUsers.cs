using System.Collections.Frozen;
using System.Security.Claims;
using ApiSecurity.Pipeline;

namespace ApiSecurity.Authentication;

/// <summary>All users: those of the configuration, and those of the store, if there is one. The configuration goes before.</summary>
internal sealed class BasicUsers(FeatureOptionsSource<BasicOptions> options, IEnumerable<IBasicUserStore> stores, ClaimNames names, TimeProvider time)
{
    private readonly Compiled<FrozenDictionary<string, BasicUser>> _configured =
        options.Compile(current => current.Users.ToFrozenDictionary(pair => pair.Key.Normalize(), pair => ToUser(pair.Key, pair.Value), StringComparer.Ordinal));

    public IBasicUserStore? Store { get; } = stores.LastOrDefault();

    public async ValueTask<BasicUser?> FindAsync(string name, CancellationToken cancellationToken)
    {
        if (_configured.Value.TryGetValue(name, out var user))
        {
            return user;
        }

        return Store is null ? null : await Store.FindAsync(name, cancellationToken).InTimeAsync(time, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Whether a stronger hash of the user's password has somewhere to go.</summary>
    public bool CanUpdate(BasicUser user) => Store is not null && !_configured.Value.ContainsKey(user.Name);

    public ValueTask UpdateAsync(BasicUser user, string passwordHash, CancellationToken cancellationToken) =>
        Store!.UpdatePasswordHashAsync(user, passwordHash, cancellationToken).InTimeAsync(time, cancellationToken);

    public ClaimsPrincipal ToPrincipal(BasicUser user) => CallerIdentity.Of(
        BasicDefaults.AuthenticationScheme, names, user.Subject ?? user.Name, clientId: null, user.Tenant, scopes: [], user.Permissions,
        user.Roles.Select(role => new Claim("roles", role)).Prepend(new Claim("name", user.Name)), nameType: "name");

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
