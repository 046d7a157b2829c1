using ApiSecurity.Pipeline;

namespace ApiSecurity.Authorization;

/// <summary>The names by which this room reads a caller.</summary>
internal sealed class CallerClaimNames(FeatureOptionsSource<ApiAuthorizationOptions> options) : ClaimNames
{
    public override string Tenant => options.Current.TenantClaimType;

    public override string Permission => options.Current.PermissionClaimType;
}
