namespace ApiSecurity.Analyzers;

/// <summary>What all rules share.</summary>
internal static class RuleSet
{
    /// <summary>The category, so that one line of .editorconfig covers them all.</summary>
    public const string Category = "ApiSecurity";

    /// <summary>The page of the repository with a heading for each id.</summary>
    public const string Page = "docs/analyzers.md#";
}
