using System.Text.Json;

namespace ApiSecurity.Authentication;

/// <summary>What a part of authentication tells clients of in the protected resource's metadata: proof of possession, say.</summary>
internal interface IProtectedResourceMembers
{
    /// <summary>Writes members that RFC 9728 section 2 or its registry define; none for what is off.</summary>
    void Write(Utf8JsonWriter writer);
}
