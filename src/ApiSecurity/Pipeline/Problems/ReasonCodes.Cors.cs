namespace ApiSecurity;

public static partial class ReasonCodes
{
    /// <summary>The page's origin is not one that may use the API.</summary>
    public const string OriginNotAllowed = "origin_not_allowed";

    /// <summary>The page's origin is allowed, the method is not.</summary>
    public const string CorsMethodNotAllowed = "cors_method_not_allowed";

    /// <summary>The page's origin is allowed, one of the request headers is not.</summary>
    public const string CorsHeaderNotAllowed = "cors_header_not_allowed";

    /// <summary>A page on the public internet asked for an API in a private network.</summary>
    public const string PrivateNetworkAccess = "private_network_access";

    /// <summary>A page of another site sent a state-changing request with the browser's credentials.</summary>
    public const string CrossSiteRequest = "cross_site_request";

    /// <summary>Such a request had a content type that needs no pre-flight, and the endpoint takes no forms.</summary>
    public const string CrossSiteContentType = "cross_site_content_type";
}
