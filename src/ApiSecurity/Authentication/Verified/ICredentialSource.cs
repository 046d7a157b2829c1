using Microsoft.AspNetCore.Http;

namespace ApiSecurity.Authentication;

/// <summary>What has verified a credential, and knows what can end its validity before its time.</summary>
internal interface ICredentialSource
{
    /// <summary>Whether a credential that was verified earlier still stands, for this request. Asked each time: takes nanoseconds, allocates nothing.</summary>
    bool Accepts(VerifiedCredential credential, HttpContext context);
}
