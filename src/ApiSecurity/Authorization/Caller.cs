using System.Collections.ObjectModel;
using System.Security.Claims;
using ApiSecurity.Pipeline;

namespace ApiSecurity.Authorization;

/// <summary>
/// Who calls, as far as rules are interested: read from the <see cref="ClaimsPrincipal"/> once and kept as long as the request's user stays the
/// same. Take it as a parameter of an endpoint, from the request's services, or from <c>HttpContext.GetCaller()</c>.
/// </summary>
/// <remarks>
/// <para>
/// Claims of identities that are not authenticated don't count. What should be there once (subject, client, tenant) but is there with
/// different values, in one identity or in several, is ambiguous and <see langword="null"/>: nothing else takes its place. An empty value is none.
/// </para>
/// <para>
/// A caller does not change. A service that keeps one keeps that of the moment when it was made, which may be before another scheme has found
/// somebody else; ask <c>HttpContext.GetCaller()</c> where the caller is needed.
/// </para>
/// </remarks>
public sealed partial class Caller
{
    private readonly CallerClaims _claims;
    private readonly ClaimsPrincipal _principal;
    private readonly bool _isShared;
    private readonly AccessMemory? _access;
    private CallerPermissions? _permissions;
    private HashSet<string>? _roles;
    private ReadOnlySet<string>? _scopes;

    internal Caller(ClaimsPrincipal principal, CallerClaims claims, bool isShared = false)
    {
        _principal = principal;
        _isShared = isShared;
        (_access, Rules) = isShared ? (new AccessMemory(), new RuleMemory()) : default;
        _claims = claims;
        IsAuthenticated = CallerClaims.IsAuthenticated(principal);
        if (IsAuthenticated)
        {
            Subject = SingleClaim.Subject(principal);
            Client = SingleClaim.Client(principal);
            Tenant = SingleClaim.Of(principal, claims.Tenant);
        }
    }

    /// <summary>Gets the caller of whom nothing is known.</summary>
    public static Caller Anonymous { get; } = From(new ClaimsPrincipal(new ClaimsIdentity()));

    /// <summary>Gets whether the caller has proved who they are.</summary>
    public bool IsAuthenticated { get; }

    /// <summary>Gets the caller's id: the claim <c>sub</c>, or <see cref="ClaimTypes.NameIdentifier"/> where an identity has no <c>sub</c>.</summary>
    public string? Subject { get; }

    /// <summary>Gets the client (the program) that calls: the claim <c>client_id</c> (RFC 9068 section 2.2), or <c>azp</c> where an identity has no <c>client_id</c>.</summary>
    public string? Client { get; }

    /// <summary>Gets the caller's tenant: the claim that <see cref="ApiAuthorizationOptions.TenantClaimType"/> names.</summary>
    public string? Tenant { get; }

    /// <summary>
    /// Gets the permissions, both the caller's own and those that the caller's roles bring, without those that are denied. Wildcards are listed as
    /// they are written (<c>orders.*</c>); what they come to, <see cref="Can"/> tells.
    /// </summary>
    public IReadOnlySet<string> Permissions => AllPermissions.Names;

    /// <summary>Gets the scopes that the client was granted: the claims <c>scope</c> (RFC 8693 section 4.2) and <c>scp</c>.</summary>
    public IReadOnlySet<string> Scopes => _scopes ??= new ReadOnlySet<string>(CallerClaims.ScopesOf(_principal));

    /// <summary>Gets the identities and claims behind all this; a copy each time, where requests with the same credential share one caller.</summary>
    public ClaimsPrincipal Principal => _isShared ? new ClaimsPrincipal(_principal.Identities.Select(identity => identity.Clone())) : _principal;

    /// <summary>What the caller was let in to; only for one that requests with the same credential share.</summary>
    internal AccessMemory? Access => _access;

    /// <summary>The rules that policies keep for the caller; only for one that requests with the same credential share.</summary>
    internal RuleMemory? Rules { get; }

    /// <summary>The caller behind a principal, for tests of what takes a caller.</summary>
    /// <param name="principal">The identities and claims.</param>
    /// <param name="options">What the claims are called; <see langword="null"/> for the defaults.</param>
    /// <returns>The caller.</returns>
    public static Caller From(ClaimsPrincipal principal, ApiAuthorizationOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(principal);
        return new Caller(principal, new CallerClaims(options ?? new ApiAuthorizationOptions()));
    }

    /// <summary>Whether the caller has a permission, by a claim or through a role, and no role or claim denies it.</summary>
    /// <param name="permission">The permission's name, compared exactly; never a wildcard.</param>
    /// <returns>Whether the caller has it; never for an anonymous caller.</returns>
    public bool Can(string permission) => IsAuthenticated && AllPermissions.Has(permission);

    /// <summary>Whether the client was granted a scope.</summary>
    /// <param name="scope">The scope, compared exactly (RFC 6749 section 3.3).</param>
    /// <returns>Whether it was; never for an anonymous caller.</returns>
    public bool HasScope(string scope) => IsAuthenticated && Scopes.Contains(scope);

    /// <summary>Whether the caller has a role by an identity that is authenticated, or through a role that includes it; <see cref="ClaimsPrincipal.IsInRole"/> asks the others too.</summary>
    /// <param name="role">The role's name.</param>
    /// <returns>Whether the caller has it; never for an anonymous caller.</returns>
    public bool IsInRole(string role) => IsAuthenticated && (AllRoles.Contains(role) || CallerClaims.IsInRoleWithoutClaim(_principal, role));

    private HashSet<string> AllRoles => _roles ??= _claims.RolesOf(_principal);

    private CallerPermissions AllPermissions => _permissions ??= _claims.PermissionsOf(_principal, AllRoles);

    /// <summary>Whether this is still the caller behind a principal; the request's user and a reload of the options may have changed.</summary>
    internal bool IsOf(ClaimsPrincipal principal, CallerClaims claims) => ReferenceEquals(_principal, principal) && ReferenceEquals(_claims, claims);
}
