namespace ApiSecurity.Tests.Headers;

internal static class HeaderAssert
{
    /// <summary>All lines of one header, of the answer or of its content.</summary>
    public static IReadOnlyList<string> Lines(this HttpResponseMessage response, string name) =>
        response.Headers.NonValidated.TryGetValues(name, out var values) || response.Content.Headers.NonValidated.TryGetValues(name, out values)
            ? [.. values]
            : [];

    public static string? Single(this HttpResponseMessage response, string name) => response.Lines(name) switch
    {
        [] => null,
        [var line] => line,
        var lines => throw new Xunit.Sdk.XunitException($"{name} is there {lines.Count} times: {string.Join(" | ", lines)}"),
    };

    /// <summary>The answer has every header of the preset, each in one line, exactly.</summary>
    public static void Carries(this HttpResponseMessage response, IReadOnlyDictionary<string, string> expected)
    {
        foreach (var (name, value) in expected)
        {
            Assert.Equal($"{name}: {value}", $"{name}: {response.Single(name)}");
        }
    }

    /// <summary>The security headers that the answer has, in the order of the alphabet, as one text to compare.</summary>
    public static string Text(this HttpResponseMessage response) => string.Join('\n', response.Headers.NonValidated
        .Where(header => header.Key is not ("Date" or "Transfer-Encoding"))
        .OrderBy(header => header.Key, StringComparer.Ordinal)
        .Select(header => $"{header.Key}: {string.Join(" | ", header.Value)}"));
}
