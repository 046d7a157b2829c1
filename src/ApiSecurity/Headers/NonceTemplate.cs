using Microsoft.Extensions.Primitives;

namespace ApiSecurity.Headers;

/// <summary>A Content-Security-Policy with a place for the nonce.</summary>
internal sealed class NonceTemplate
{
    public const string Placeholder = "{nonce}";
    public const string Source = "'nonce-{nonce}'";

    private readonly string[] _parts;

    public NonceTemplate(string header, string policy)
    {
        Header = header;
        _parts = policy.Split(Placeholder);
        WithoutNonce = Without(policy);
    }

    public string Header { get; }

    /// <summary>
    /// The value for a page that did not ask for a nonce. A page that was kept in a cache with an old nonce gets this one too: its inline
    /// scripts don't run, rather than run for whoever learned the nonce.
    /// </summary>
    public StringValues WithoutNonce { get; }

    public static bool IsTemplate(string value) => value.Contains(Placeholder, StringComparison.Ordinal);

    public StringValues With(string nonce) => string.Join(nonce, _parts);

    private static string Without(string policy) => string.Join("; ", policy
        .Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
        .Select(directive =>
        {
            var words = directive.Split(' ', StringSplitOptions.RemoveEmptyEntries).Where(word => word != Source).ToList();
            return words.Count > 1 || !directive.Contains(Source, StringComparison.Ordinal) ? string.Join(' ', words) : $"{words[0]} 'none'";
        }));
}
