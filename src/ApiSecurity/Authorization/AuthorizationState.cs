namespace ApiSecurity.Authorization;

/// <summary>What setting the pipeline up has shown, for the start-up summary.</summary>
internal sealed class AuthorizationState
{
    /// <summary>Whether the application calls <c>UseAuthorization</c> before our step.</summary>
    public bool FrameworkRunsBefore { get; set; }
}
