using Found = ApiSecurity.Testing.SecurityTestFindingIds;

namespace ApiSecurity.Testing.Tests.Shop;

/// <summary>The holes that a shop is built with. Each stands in the code beside its repair: <c>holes.Has("order_read")</c>.</summary>
public sealed class Holes(params IEnumerable<string> ids)
{
    public static readonly IReadOnlyList<PlantedHole> All =
    [
        // Whose object is it?
        new("order_read", Found.ObjectRead, "GET /orders/{id:guid}"),
        new("order_tenant_only", Found.ObjectRead, "GET /orders/{id:guid}/invoice"),
        new("order_anonymous", Found.ObjectRead, "GET /orders/{id:guid}/receipt"),
        new("order_update", Found.ObjectWritten, "PATCH /orders/{id:guid}"),
        new("order_put", Found.ObjectWritten, "PUT /orders/{id:guid}"),
        new("order_delete_refused", Found.ObjectWritten, "DELETE /orders/{id:guid}"),
        new("order_existence_status", Found.ObjectExistence, "GET /orders/{id:guid}/status"),
        new("order_existence_body", Found.ObjectExistence, "GET /orders/{id:guid}/tracking"),
        new("order_existence_header", Found.ObjectExistence, "GET /orders/{id:guid}/label"),
        new("order_compare", Found.ObjectRead, "GET /orders/compare"),
        new("order_by_owner", Found.ObjectRead, "GET /orders/by-owner"),
        new("order_by_tenant", Found.ObjectRead, "GET /tenants/{tenantId}/orders"),
        new("order_copy", Found.ObjectWritten, "POST /orders/copy"),
        new("order_batch", Found.ObjectWritten, "POST /orders/cancel"),
        new("order_nested_body", Found.ObjectWritten, "POST /orders/refunds"),
        new("line_of_other_order", Found.ObjectRead, "GET /orders/{orderId:guid}/lines/{lineId:int}"),
        new("lines_of_any_order", Found.ObjectRead, "GET /orders/{orderId:guid}/lines/"),
        new("line_delete", Found.ObjectWritten, "DELETE /orders/{orderId:guid}/lines/{lineId:int}"),
        new("customer_read", Found.ObjectRead, "GET /customers/{customerId:guid}"),

        // Lists and counts.
        new("list_all", Found.ObjectListed, "GET /orders/"),
        new("list_search", Found.ObjectListed, "GET /orders/search"),
        new("list_anonymous", Found.ObjectListed, "GET /orders/latest"),
        new("count_all", Found.ObjectCounted, "GET /orders/count"),
        new("count_header", Found.ObjectCounted, "GET /orders/recent"),

        // Who is it, and may they?
        new("anonymous_write", Found.AnonymousAccess, "POST /feedback"),
        new("anonymous_local", Found.AnonymousAccess, "GET /admin/details"),
        new("token_expired", Found.TokenExpired, "GET /legacy/token_expired"),
        new("token_endless", Found.TokenExpired, "GET /legacy/token_endless"),
        new("token_not_yet_valid", Found.TokenNotYetValid, "GET /legacy/token_not_yet_valid"),
        new("token_issuer", Found.TokenIssuer, "GET /legacy/token_issuer"),
        new("token_audience", Found.TokenAudience, "GET /legacy/token_audience"),
        new("token_unsigned", Found.TokenUnsigned, "GET /legacy/token_unsigned"),
        new("token_forged", Found.TokenForged, "GET /legacy/token_forged"),
        new("admin_open", Found.FunctionOpen, "GET /admin/revenue"),
        new("admin_any_permission", Found.FunctionOpen, "POST /admin/prices"),

        // Other methods, other paths.
        new("method_any", Found.MethodUnexpected, "ANY /stock"),
        new("method_head", Found.MethodUnexpected, "GET /shelves"),
        new("method_override", Found.MethodOverridden, "POST /notes"),
        new("method_weaker", Found.MethodWeaker, "DELETE /drafts"),
        new("path_case", Found.PathVariant, "GET /admin/audit"),
        new("path_slash", Found.PathVariant, "GET /admin/log"),

        // What may be set and seen.
        new("mass_create", Found.PropertyWritten, "POST /orders/"),
        new("mass_patch", Found.PropertyWritten, "PATCH /customers/me"),
        new("mass_given", Found.PropertyWritten, "PUT /orders/{id:guid}/note"),
        new("mass_kept", Found.PropertyWritten, "PUT /customers/me/settings", Found.LimitDepth, Found.JsonDuplicate),
        new("exposed_secret", Found.PropertyExposed, "GET /customers/me"),
        new("exposed_internal", Found.PropertyExposed, "GET /orders/{id:guid}/details"),
        new("exposed_undeclared", Found.PropertyExposed, "GET /orders/{id:guid}/summary"),
        new("exposed_sensitive", Found.PropertyExposed, "GET /customers/me/card"),

        // The edge.
        new("cors_reflect", Found.CorsOrigin, "GET /cors/reflect"),
        new("cors_suffix", Found.CorsOrigin, "GET /cors/suffix"),
        new("cors_null", Found.CorsNull, "GET /cors/null"),
        new("cors_preflight", Found.CorsPreflight, "GET /cors/preflight"),
        new("header_nosniff", Found.HeaderMissing, "GET /headers/sniffed"),
        new("header_frame", Found.HeaderMissing, "GET /headers/page"),
        new("header_powered", Found.HeaderTelling, "GET /headers/powered"),
        new("header_cached", Found.AnswerKept, "GET /headers/cached"),
        new("header_cookie", Found.CookieOpen, "GET /headers/cookie"),
        new("error_exception", Found.ErrorTelling, "GET /errors/exception"),
        new("error_sql", Found.ErrorTelling, "GET /errors/sql"),
        new("error_path", Found.ErrorTelling, "GET /errors/documents/{name}"),
        new("error_parser", Found.ErrorTelling, "POST /errors/parser"),
        new("limit_page", Found.LimitPage, "GET /limits/page"),
        new("limit_body", Found.LimitBody, "POST /limits/body", Found.LimitDepth, Found.JsonDuplicate),
        new("limit_depth", Found.LimitDepth, "POST /limits/depth", Found.JsonDuplicate),
        new("json_duplicate", Found.JsonDuplicate, "POST /limits/twice", Found.LimitDepth),
        new("content_type", Found.ContentType, "POST /limits/type", Found.LimitDepth, Found.JsonDuplicate),
        new("redirect_open", Found.RedirectOpen, "GET /leave"),
        new("request_made", Found.RequestMade, "POST /imports"),
    ];

    private readonly HashSet<string> _ids = [.. ids];

    public bool Has(string id) => All.Any(hole => hole.Id == id) ? _ids.Contains(id) : throw new ArgumentException($"{id} is not in the list.", nameof(id));
}
