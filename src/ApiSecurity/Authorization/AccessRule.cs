namespace ApiSecurity.Authorization;

/// <summary>Who may call an endpoint.</summary>
/// <param name="Own">What the application asks for itself; <see langword="null"/> for nothing.</param>
/// <param name="Closed">What deny by default makes of it; <see langword="null"/> where the application has decided.</param>
internal sealed record AccessRule(NumberedPolicy? Own, NumberedPolicy? Closed);
