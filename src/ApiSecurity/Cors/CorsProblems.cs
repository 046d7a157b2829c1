using ApiSecurity.Pipeline;

namespace ApiSecurity.Cors;

/// <summary>What pages of other origins and sites are told.</summary>
internal static class CorsProblems
{
    public static readonly ApiProblem OriginNotAllowed = new(403, ReasonCodes.OriginNotAllowed, "Pages of this origin may not use the API.");

    public static readonly ApiProblem CorsMethodNotAllowed = new(
        403, ReasonCodes.CorsMethodNotAllowed, "Pages of other origins may not use this method.");

    public static readonly ApiProblem CorsHeaderNotAllowed = new(
        403, ReasonCodes.CorsHeaderNotAllowed, "Pages of other origins may not set one of these request headers.");

    public static readonly ApiProblem PrivateNetworkAccess = new(
        403, ReasonCodes.PrivateNetworkAccess, "Pages on the public internet may not use this API in a private network.");

    public static readonly ApiProblem CrossSiteRequest = new(
        403, ReasonCodes.CrossSiteRequest, "Pages of other sites may not do this with the browser's credentials.");

    public static readonly ApiProblem CrossSiteContentType = new(
        415, ReasonCodes.CrossSiteContentType, "Pages of other sites may not send this content type with the browser's credentials.");
}
