namespace ApiSecurity.Authentication;

/// <summary>How this application gets the access tokens that it calls other APIs with (<c>ApiSecurity:AccessTokens</c>); in use by <c>AddAccessTokens</c> on an <c>HttpClient</c>.</summary>
/// <remarks>There is no Report mode here. <see cref="FeatureOptions.DisabledReason"/> has requests sent without tokens; <see cref="IAccessTokens"/> goes on.</remarks>
public sealed class AccessTokensOptions : FeatureOptions
{
    /// <summary>Gets the clients by name; <c>AddAccessTokens</c> takes the one that is named as the <c>HttpClient</c>, if no other is named.</summary>
    /// <value>The default is empty.</value>
    public IDictionary<string, AccessTokenClientOptions> Clients { get; } = new Dictionary<string, AccessTokenClientOptions>(StringComparer.OrdinalIgnoreCase);
}
