namespace ApiSecurity.Authorization;

/// <summary>The options of opaque ids; in use once <c>AddOpaqueIds</c> is called.</summary>
public sealed class OpaqueIdOptions : FeatureOptions
{
    /// <summary>Gets the keys. The first one makes ids; all of them read. To rotate, put a new one in front, and remove the old one when its ids may end.</summary>
    /// <value>The default is none: the start fails, but in Development, where a key is used that everybody knows.</value>
    public IList<OpaqueIdKeyOptions> Keys { get; } = [];
}
