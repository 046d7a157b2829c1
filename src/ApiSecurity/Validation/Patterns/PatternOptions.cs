namespace ApiSecurity.Validation;

/// <summary>The bits of <c>RegexOptions</c> that matter here.</summary>
[Flags]
internal enum PatternOptions
{
    None = 0,
    IgnoreCase = 1,
    ExplicitCapture = 4,
    Singleline = 16,
    IgnorePatternWhitespace = 32,
    RightToLeft = 64,
    ECMAScript = 256,
    NonBacktracking = 1024,
}
