namespace ApiSecurity.Validation;

/// <summary>An exclusion, ready to be asked.</summary>
internal sealed class InspectionExclusion(InspectionExclusionOptions options)
{
    private readonly InspectionClass? _class = ClassOf(options.Rule);

    public static InspectionClass? ClassOf(string name) =>
        Enum.TryParse<InspectionClass>(name, ignoreCase: true, out var parsed) && Enum.IsDefined(parsed) && !char.IsAsciiDigit(name[0]) ? parsed : null;

    public bool Covers(InspectionRule rule, string place, string? path) =>
        (options.Rule.Length == 0 || rule.Class == _class || rule.Id == options.Rule)
        && (options.Place.Length == 0 || IsLike(place, options.Place, StringComparison.OrdinalIgnoreCase))
        && (options.Path.Length == 0 || IsLike(path ?? string.Empty, options.Path, StringComparison.OrdinalIgnoreCase));

    /// <summary>Whole texts, where a star stands for any: each part is looked for behind the one before, so the work is bounded.</summary>
    public static bool IsLike(ReadOnlySpan<char> text, ReadOnlySpan<char> pattern, StringComparison comparison)
    {
        var isFirst = true;
        while (true)
        {
            var star = pattern.IndexOf('*');
            if (star < 0)
            {
                return isFirst ? text.Equals(pattern, comparison) : text.EndsWith(pattern, comparison);
            }

            var part = pattern[..star];
            var at = isFirst ? (text.StartsWith(part, comparison) ? 0 : -1) : text.IndexOf(part, comparison);
            if (at < 0)
            {
                return false;
            }

            text = text[(at + part.Length)..];
            pattern = pattern[(star + 1)..];
            isFirst = false;
        }
    }
}
