namespace ApiSecurity.Testing;

/// <summary>Somebody who calls the application under test.</summary>
public sealed record TestCaller
{
    /// <summary>Makes a caller.</summary>
    /// <param name="subject">The <c>sub</c> of their tokens.</param>
    /// <param name="tenant">Their tenant; <see langword="null"/> for none.</param>
    /// <param name="permissions">What they may do.</param>
    public TestCaller(string subject, string? tenant = null, params string[] permissions)
    {
        ArgumentException.ThrowIfNullOrEmpty(subject);
        ArgumentNullException.ThrowIfNull(permissions);
        Subject = subject;
        Tenant = tenant;
        Permissions = permissions;
    }

    /// <summary>Gets the <c>sub</c> of their tokens.</summary>
    public string Subject { get; init; }

    /// <summary>Gets their tenant; <see langword="null"/> for none.</summary>
    public string? Tenant { get; init; }

    /// <summary>Gets their permissions.</summary>
    public IReadOnlyList<string> Permissions { get; init; }

    /// <summary>Gets their roles.</summary>
    public IReadOnlyList<string> Roles { get; init; } = [];

    /// <summary>Gets the scopes of their tokens.</summary>
    public IReadOnlyList<string> Scopes { get; init; } = [];

    /// <summary>Gets further claims of their tokens; one of a name that the kit writes takes its place.</summary>
    public IReadOnlyDictionary<string, object> Claims { get; init; } = new Dictionary<string, object>();

    /// <summary>Gets whether they are meant to reach everybody's objects in their own tenant, as support does; other tenants' objects never.</summary>
    public bool ReachesTenant { get; init; }

    /// <summary>Who it is, for messages: <c>alice (north)</c>.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => Tenant is null ? Subject : $"{Subject} ({Tenant})";
}
