namespace ApiSecurity.Authorization;

/// <summary>A rule that could not be held: the start-up checks tell it where they find it, and what meets it later fails rather than goes on without.</summary>
internal sealed class PropertyRuleException(string message) : InvalidOperationException(message);
