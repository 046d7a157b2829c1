namespace ApiSecurity.Posture;

/// <summary>The stable ids of <see cref="PostureFinding"/>, the same in the log, in JSON and in <c>ApiSecurity:Posture:Waivers</c>.</summary>
public static class PostureFindingIds
{
    /// <summary>Anybody may call the endpoint, and nothing says why.</summary>
    public const string AnonymousWithoutReason = "anonymous_without_reason";

    /// <summary>The endpoint says nothing about who may call it, and deny by default does not close it.</summary>
    public const string NobodyIsAsked = "nobody_is_asked";

    /// <summary>The endpoint takes an id, and no object policy decides whether the caller may have that object.</summary>
    public const string IdWithoutObjectRule = "id_without_object_rule";

    /// <summary>The endpoint binds a body that is not held against a schema.</summary>
    public const string BodyNotValidated = "body_not_validated";

    /// <summary>The endpoint binds its body to an entity, so that a client can set each member of it.</summary>
    public const string EntityAsBody = "entity_as_body";

    /// <summary>The endpoint answers with an entity, so that a client sees each member of it.</summary>
    public const string EntityAsResponse = "entity_as_response";

    /// <summary>GET changes something.</summary>
    public const string StateChangeByGet = "state_change_by_get";

    /// <summary>The endpoint takes requests of every method.</summary>
    public const string AllMethods = "all_methods";

    /// <summary>A method asks for less than GET of the same route does.</summary>
    public const string LessProtectedMethod = "less_protected_method";

    /// <summary>The endpoint takes requests that another would take but for the form of a parameter, and asks for less.</summary>
    public const string ShadowRoute = "shadow_route";

    /// <summary>The endpoint asks for less than another version of it does.</summary>
    public const string VersionLessProtected = "version_less_protected";

    /// <summary>The endpoint answers inside of routing, before limits, headers and callers are looked at.</summary>
    public const string ShortCircuited = "short_circuited";

    /// <summary>No limit bounds the size of the body.</summary>
    public const string NoSizeLimit = "no_size_limit";

    /// <summary>No limit bounds how often the endpoint may be called.</summary>
    public const string NoRateLimit = "no_rate_limit";

    /// <summary>The endpoint was taken out of a check, with a reason.</summary>
    public const string OptedOut = "opted_out";

    /// <summary>A feature is switched off or only reports, for the whole application.</summary>
    public const string FeatureOff = "feature_off";

    /// <summary>A waiver has ended, so that what it waived counts again.</summary>
    public const string WaiverExpired = "waiver_expired";

    /// <summary>A waiver waives nothing.</summary>
    public const string WaiverUnused = "waiver_unused";

    internal static readonly string[] All =
    [
        AnonymousWithoutReason, NobodyIsAsked, IdWithoutObjectRule, BodyNotValidated, EntityAsBody, EntityAsResponse, StateChangeByGet, AllMethods,
        LessProtectedMethod, ShadowRoute, VersionLessProtected, ShortCircuited, NoSizeLimit, NoRateLimit, OptedOut, FeatureOff, WaiverExpired, WaiverUnused,
    ];
}
