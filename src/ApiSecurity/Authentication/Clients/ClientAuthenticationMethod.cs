namespace ApiSecurity.Authentication;

/// <summary>How this application proves to an authorization server who it is.</summary>
public enum ClientAuthenticationMethod
{
    /// <summary><c>client_secret_basic</c>: id and secret in the header <c>Authorization</c> (RFC 6749 section 2.3.1).</summary>
    ClientSecretBasic,

    /// <summary><c>client_secret_post</c>: id and secret in the form (RFC 6749 section 2.3.1).</summary>
    ClientSecretPost,

    /// <summary><c>private_key_jwt</c>: a short-lived JWT, signed with a private key that never leaves the application (RFC 7523 section 2.2).</summary>
    PrivateKeyJwt,

    /// <summary><c>tls_client_auth</c> or <c>self_signed_tls_client_auth</c>: a client certificate (RFC 8705 section 2).</summary>
    TlsClientAuth,
}
