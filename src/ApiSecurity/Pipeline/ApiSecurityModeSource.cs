namespace ApiSecurity.Pipeline;

/// <summary>The mode of the whole, for rooms that have no options of their own to read it from.</summary>
internal abstract class ApiSecurityModeSource
{
    public abstract ApiSecurityMode Current { get; }
}
