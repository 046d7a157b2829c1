namespace ApiSecurity.Pipeline;

/// <summary>A scope that an endpoint asks for, for whoever tells clients which there are.</summary>
internal interface IScopeMetadata
{
    /// <summary>Gets the scope.</summary>
    string Scope { get; }
}
