using ApiSecurity.Posture;

namespace ApiSecurity.Testing;

/// <summary>What is known of a finding before it is found.</summary>
internal sealed record SecurityTestRule(string Id, string Category, PostureSeverity Severity, string Title, string Remedy)
{
    public static readonly SecurityTestRule ObjectRead = new(
        SecurityTestFindingIds.ObjectRead, "API1:2023", PostureSeverity.High, "A caller reads others' objects by their ids", "Get the object through its policy: Authorized<T>, [AuthorizeObject<T>(\"id\")], [ObjectReference<T>].");

    public static readonly SecurityTestRule ObjectWritten = new(
        SecurityTestFindingIds.ObjectWritten, "API1:2023", PostureSeverity.High, "A caller changes others' objects by their ids", "Get the object through its policy, for the operation that is meant: Authorized<T>, [ObjectAccess(…)], [ObjectReference<T>(…)].");

    public static readonly SecurityTestRule ObjectExistence = new(
        SecurityTestFindingIds.ObjectExistence, "API1:2023", PostureSeverity.Medium, "Answers tell which objects of others exist", "Answer the same for \"not there\" and \"not yours\": load and check in one query, as object policies do.");

    public static readonly SecurityTestRule ObjectListed = new(
        SecurityTestFindingIds.ObjectListed, "API1:2023", PostureSeverity.High, "A list has others' objects", "Narrow the query by the policy: ObjectAuthorizer.Filter(…).");

    public static readonly SecurityTestRule ObjectCounted = new(
        SecurityTestFindingIds.ObjectCounted, "API1:2023", PostureSeverity.Medium, "An answer changes with others' objects", "Count and sum what the policy leaves: ObjectAuthorizer.Filter(…).CountAsync().");

    public static readonly SecurityTestRule AnonymousAccess = new(
        SecurityTestFindingIds.AnonymousAccess, "API2:2023", PostureSeverity.High, "Anybody may call a protected endpoint", "Let the framework ask: RequireAuthorization(), and no code that goes round it.");

    public static readonly SecurityTestRule TokenExpired = new(
        SecurityTestFindingIds.TokenExpired, "API2:2023", PostureSeverity.High, "An expired token is good", "Validate lifetimes: ValidateLifetime, RequireExpirationTime; AddJwt() does.");

    public static readonly SecurityTestRule TokenIssuer = new(
        SecurityTestFindingIds.TokenIssuer, "API2:2023", PostureSeverity.High, "A token of another issuer is good", "Validate the issuer: ValidateIssuer; AddJwt() does.");

    public static readonly SecurityTestRule TokenAudience = new(
        SecurityTestFindingIds.TokenAudience, "API2:2023", PostureSeverity.High, "A token for another API is good", "Validate the audience: ValidateAudience; AddJwt() does.");

    public static readonly SecurityTestRule TokenUnsigned = new(
        SecurityTestFindingIds.TokenUnsigned, "API2:2023", PostureSeverity.High, "A token without a signature is good", "Require signatures: RequireSignedTokens, and no SignatureValidator of your own; AddJwt() does.");

    public static readonly SecurityTestRule TokenForged = new(
        SecurityTestFindingIds.TokenForged, "API2:2023", PostureSeverity.High, "A token that anybody could sign is good", "Check signatures against the issuer's keys, by algorithms that are listed: ValidAlgorithms; AddJwt() does.");

    public static readonly SecurityTestRule TokenNotYetValid = new(
        SecurityTestFindingIds.TokenNotYetValid, "API2:2023", PostureSeverity.Low, "A token that is not valid yet is good", "Validate lifetimes: ValidateLifetime; AddJwt() does.");

    public static readonly SecurityTestRule FunctionOpen = new(
        SecurityTestFindingIds.FunctionOpen, "API5:2023", PostureSeverity.High, "A caller without the permission gets through", "Ask for it: RequirePermission(\"…\"), on the group where all of it is meant.");

    public static readonly SecurityTestRule MethodUnexpected = new(
        SecurityTestFindingIds.MethodUnexpected, "API5:2023", PostureSeverity.Medium, "A method that nobody mapped is answered", "Map methods by name, and remove middleware that answers all of them.");

    public static readonly SecurityTestRule MethodOverridden = new(
        SecurityTestFindingIds.MethodOverridden, "API5:2023", PostureSeverity.High, "A header or a parameter changes the method", "Remove the method override, or let it stand before routing and authorization.");

    public static readonly SecurityTestRule MethodWeaker = new(
        SecurityTestFindingIds.MethodWeaker, "API5:2023", PostureSeverity.Medium, "Who may not read may change", "Ask at least for what GET of the route asks for.");

    public static readonly SecurityTestRule PathVariant = new(
        SecurityTestFindingIds.PathVariant, "API5:2023", PostureSeverity.High, "Another way to write the path goes round the check", "Decide by endpoints, not by the text of the path.");

    public static readonly SecurityTestRule PropertyWritten = new(
        SecurityTestFindingIds.PropertyWritten, "API3:2023", PostureSeverity.High, "A member that is not the caller's to set is set", "Bind to a type that has only what callers may say; or [WritableBy(…)].");

    public static readonly SecurityTestRule PropertyExposed = new(
        SecurityTestFindingIds.PropertyExposed, "API3:2023", PostureSeverity.Medium, "An answer has members that are not for the caller", "Answer with a type that has only what callers may see; or [ReadableBy(…)], [Sensitive].");

    public static readonly SecurityTestRule CorsOrigin = new(
        SecurityTestFindingIds.CorsOrigin, "API8:2023", PostureSeverity.High, "Other sites' scripts may read the answer", "List the origins: ApiSecurity:Cors:Origins, and never echo the request's.");

    public static readonly SecurityTestRule CorsNull = new(
        SecurityTestFindingIds.CorsNull, "API8:2023", PostureSeverity.High, "Scripts of the origin null may read the answer", "Never allow the origin null: sandboxed frames and files of anybody have it.");

    public static readonly SecurityTestRule CorsPreflight = new(
        SecurityTestFindingIds.CorsPreflight, "API8:2023", PostureSeverity.Medium, "A pre-flight of another site is allowed", "List the origins, methods and headers: ApiSecurity:Cors.");

    public static readonly SecurityTestRule HeaderMissing = new(
        SecurityTestFindingIds.HeaderMissing, "API8:2023", PostureSeverity.Low, "A security header is missing", "UseApiSecurityHeaders(), before everything that answers.");

    public static readonly SecurityTestRule HeaderTelling = new(
        SecurityTestFindingIds.HeaderTelling, "API8:2023", PostureSeverity.Low, "A header tells what the server runs on", "Remove it, or let UseApiSecurityHeaders() do so.");

    public static readonly SecurityTestRule AnswerKept = new(
        SecurityTestFindingIds.AnswerKept, "API8:2023", PostureSeverity.Medium, "Caches may keep one caller's answer", "Cache-Control: no-store for what belongs to a caller; UseApiSecurityHeaders() sends it.");

    public static readonly SecurityTestRule CookieOpen = new(
        SecurityTestFindingIds.CookieOpen, "API8:2023", PostureSeverity.Medium, "A cookie can be stolen", "Set Secure, HttpOnly and SameSite.");

    public static readonly SecurityTestRule ErrorTelling = new(
        SecurityTestFindingIds.ErrorTelling, "API8:2023", PostureSeverity.Medium, "An error tells how the server works inside", "UseApiSecurityErrors(), and no exception's text in an answer.");

    public static readonly SecurityTestRule ErrorUnhandled = new(
        SecurityTestFindingIds.ErrorUnhandled, "API8:2023", PostureSeverity.Info, "Input makes the server fail", "Refuse the input with a 400: a schema, a constraint of the route, a check in the handler.");

    public static readonly SecurityTestRule LimitBody = new(
        SecurityTestFindingIds.LimitBody, "API4:2023", PostureSeverity.Medium, "A body of any size is taken", "Bound it: ApiSecurity:Transport:MaxBodyBytes, [RequestLimits(MaxBytes = …)].");

    public static readonly SecurityTestRule LimitDepth = new(
        SecurityTestFindingIds.LimitDepth, "API4:2023", PostureSeverity.Low, "JSON of any depth is taken", "Validate the body: bind it to a type of its own.");

    public static readonly SecurityTestRule LimitQuery = new(
        SecurityTestFindingIds.LimitQuery, "API4:2023", PostureSeverity.Low, "A query of any length is taken", "Bound it: UseApiSecurityTransport().");

    public static readonly SecurityTestRule LimitPage = new(
        SecurityTestFindingIds.LimitPage, "API4:2023", PostureSeverity.Medium, "A page is as large as the caller wishes", "Bound it: Math.Clamp(take, 1, 100), [Range(1, 100)].");

    public static readonly SecurityTestRule ContentType = new(
        SecurityTestFindingIds.ContentType, "API8:2023", PostureSeverity.Medium, "A body that says it is no JSON is read as JSON", "Take application/json only: another site's form can send the rest without a pre-flight.");

    public static readonly SecurityTestRule JsonDuplicate = new(
        SecurityTestFindingIds.JsonDuplicate, "API8:2023", PostureSeverity.Low, "JSON that says a thing twice is taken", "Validate the body; or JsonSerializerOptions.AllowDuplicateProperties = false.");

    public static readonly SecurityTestRule RedirectOpen = new(
        SecurityTestFindingIds.RedirectOpen, "API8:2023", PostureSeverity.Medium, "A redirect leads where the caller wishes", "Results.LocalRedirect(…), or a list of addresses.");

    public static readonly SecurityTestRule RequestMade = new(
        SecurityTestFindingIds.RequestMade, "API7:2023", PostureSeverity.High, "The server sends requests where the caller wishes", "A list of addresses that are asked, and none of private networks.");

    public static IReadOnlyList<SecurityTestRule> All { get; } =
    [
        ObjectRead, ObjectWritten, ObjectExistence, ObjectListed, ObjectCounted, AnonymousAccess, TokenExpired, TokenIssuer, TokenAudience, TokenUnsigned, TokenForged, TokenNotYetValid, FunctionOpen,
        MethodUnexpected, MethodOverridden, MethodWeaker, PathVariant, PropertyWritten, PropertyExposed, CorsOrigin, CorsNull, CorsPreflight, HeaderMissing, HeaderTelling, AnswerKept, CookieOpen,
        ErrorTelling, ErrorUnhandled, LimitBody, LimitDepth, LimitQuery, LimitPage, ContentType, JsonDuplicate, RedirectOpen, RequestMade,
    ];
}
