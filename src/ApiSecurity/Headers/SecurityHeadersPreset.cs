namespace ApiSecurity.Headers;

/// <summary>Ready sets of response headers; docs/headers.md lists each with its exact bytes.</summary>
public enum SecurityHeadersPreset
{
    /// <summary>For answers that programs read: nothing in them may run, load, be framed or be read by another site.</summary>
    Api = 0,

    /// <summary>
    /// For pages of one's own: scripts and styles come from the same origin or carry the nonce of <c>HttpContext.GetCspNonce()</c>.
    /// </summary>
    Browser = 1,

    /// <summary>
    /// For the pages of Scalar and Swagger UI. Beside <see cref="Browser"/>: styles may be inline, and a sign-in window may be opened.
    /// </summary>
    OpenApiUi = 2,

    /// <summary>Nothing but what is set one by one.</summary>
    None = 3,
}
