using System.Text.Json;

namespace ApiSecurity.Authentication;

/// <summary>What a part of authentication tells clients of in the protected resource's metadata: proof of possession, say.</summary>
internal interface IProtectedResourceMembers
{
    /// <summary>The options that it tells of; others make other metadata.</summary>
    object Basis { get; }

    /// <summary>Writes members that RFC 9728 section 2 or its registry define; none for what is off.</summary>
    /// <param name="writer">Inside of the metadata's object.</param>
    /// <param name="options">What the application has to say about the metadata.</param>
    void Write(Utf8JsonWriter writer, ProtectedResourceOptions options);
}
