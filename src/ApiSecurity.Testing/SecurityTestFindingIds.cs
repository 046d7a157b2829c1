namespace ApiSecurity.Testing;

/// <summary>The ids of what the tests find: they don't change from one version to the next.</summary>
public static class SecurityTestFindingIds
{
    /// <summary>A caller reads others' objects by their ids (API1:2023).</summary>
    public const string ObjectRead = "object_read";

    /// <summary>A caller changes others' objects by their ids (API1:2023).</summary>
    public const string ObjectWritten = "object_written";

    /// <summary>Answers tell which objects of others exist (API1:2023).</summary>
    public const string ObjectExistence = "object_existence";

    /// <summary>A list has others' objects (API1:2023).</summary>
    public const string ObjectListed = "object_listed";

    /// <summary>An answer changes with others' objects (API1:2023).</summary>
    public const string ObjectCounted = "object_counted";

    /// <summary>Anybody may call a protected endpoint (API2:2023).</summary>
    public const string AnonymousAccess = "anonymous_access";

    /// <summary>An expired token is good (API2:2023).</summary>
    public const string TokenExpired = "token_expired";

    /// <summary>A token of another issuer is good (API2:2023).</summary>
    public const string TokenIssuer = "token_issuer";

    /// <summary>A token for another API is good (API2:2023).</summary>
    public const string TokenAudience = "token_audience";

    /// <summary>A token without a signature is good (API2:2023).</summary>
    public const string TokenUnsigned = "token_unsigned";

    /// <summary>A token that anybody could sign is good (API2:2023).</summary>
    public const string TokenForged = "token_forged";

    /// <summary>A token that is not valid yet is good (API2:2023).</summary>
    public const string TokenNotYetValid = "token_not_yet_valid";

    /// <summary>A caller without the permission gets through (API5:2023).</summary>
    public const string FunctionOpen = "function_open";

    /// <summary>A method that nobody mapped is answered (API5:2023).</summary>
    public const string MethodUnexpected = "method_unexpected";

    /// <summary>A header or a parameter changes the method (API5:2023).</summary>
    public const string MethodOverridden = "method_overridden";

    /// <summary>Who may not read may change (API5:2023).</summary>
    public const string MethodWeaker = "method_weaker";

    /// <summary>Another way to write the path goes round the check (API5:2023).</summary>
    public const string PathVariant = "path_variant";

    /// <summary>A member that is not the caller's to set is set (API3:2023).</summary>
    public const string PropertyWritten = "property_written";

    /// <summary>An answer has members that are not for the caller (API3:2023).</summary>
    public const string PropertyExposed = "property_exposed";

    /// <summary>Other sites' scripts may read the answer (API8:2023).</summary>
    public const string CorsOrigin = "cors_origin";

    /// <summary>Scripts of the origin null may read the answer (API8:2023).</summary>
    public const string CorsNull = "cors_null";

    /// <summary>A pre-flight of another site is allowed (API8:2023).</summary>
    public const string CorsPreflight = "cors_preflight";

    /// <summary>A security header is missing (API8:2023).</summary>
    public const string HeaderMissing = "header_missing";

    /// <summary>A header tells what the server runs on (API8:2023).</summary>
    public const string HeaderTelling = "header_telling";

    /// <summary>Caches may keep one caller's answer (API8:2023).</summary>
    public const string AnswerKept = "answer_kept";

    /// <summary>A cookie can be stolen (API8:2023).</summary>
    public const string CookieOpen = "cookie_open";

    /// <summary>An error tells how the server works inside (API8:2023).</summary>
    public const string ErrorTelling = "error_telling";

    /// <summary>Input makes the server fail (API8:2023).</summary>
    public const string ErrorUnhandled = "error_unhandled";

    /// <summary>A body of any size is taken (API4:2023).</summary>
    public const string LimitBody = "limit_body";

    /// <summary>JSON of any depth is taken (API4:2023).</summary>
    public const string LimitDepth = "limit_depth";

    /// <summary>A query of any length is taken (API4:2023).</summary>
    public const string LimitQuery = "limit_query";

    /// <summary>A page is as large as the caller wishes (API4:2023).</summary>
    public const string LimitPage = "limit_page";

    /// <summary>A body that says it is no JSON is read as JSON (API8:2023).</summary>
    public const string ContentType = "content_type";

    /// <summary>JSON that says a thing twice is taken (API8:2023).</summary>
    public const string JsonDuplicate = "json_duplicate";

    /// <summary>A redirect leads where the caller wishes (API8:2023).</summary>
    public const string RedirectOpen = "redirect_open";

    /// <summary>The server sends requests where the caller wishes (API7:2023).</summary>
    public const string RequestMade = "request_made";
}
