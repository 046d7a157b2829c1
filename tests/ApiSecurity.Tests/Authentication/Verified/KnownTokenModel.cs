using ApiSecurity.Authentication;

namespace ApiSecurity.Tests.Authentication;

/// <summary>
/// Which tokens count, told from the rules alone: nothing is remembered but what the authorization server, the operator and the clock have done. What the library
/// remembers must make no difference to it.
/// </summary>
internal sealed class KnownTokenModel
{
    private readonly Dictionary<(RevocationKind Kind, string Value, string? Issuer), long> _revocations = [];

    /// <summary>Seconds.</summary>
    public long Now { get; set; }

    /// <summary>The keys that were read last, by their names; a name can be another key's later.</summary>
    public Dictionary<string, int> Keys { get; set; } = [];

    public long ClockSkew { get; set; } = 30;

    public long? MaxLifetime { get; set; }

    public bool IsSwitchedOff { get; set; }

    /// <param name="Text">The token.</param>
    /// <param name="Name">The name of the key it is signed with.</param>
    /// <param name="Key">That key.</param>
    /// <param name="Ids">What it can be revoked by.</param>
    /// <param name="Issued"><c>iat</c>.</param>
    /// <param name="Expires"><c>exp</c>.</param>
    public sealed record Token(string Text, string Name, int Key, IReadOnlyDictionary<RevocationKind, string> Ids, long Issued, long Expires);

    public bool Accepts(Token token) =>
        !IsSwitchedOff && Keys.TryGetValue(token.Name, out var key) && key == token.Key && Now < token.Expires + ClockSkew && !(token.Expires - token.Issued > MaxLifetime) && !IsRevoked(token);

    /// <param name="kind">What the value is.</param>
    /// <param name="value">The value.</param>
    /// <param name="issuer">Whose tokens; everybody's if left out.</param>
    /// <param name="issuedBefore">Only tokens that are as old as this; all if left out.</param>
    public void Revoke(RevocationKind kind, string value, string? issuer, long? issuedBefore)
    {
        var key = (kind, value, issuer);
        _revocations[key] = Math.Max(issuedBefore ?? long.MaxValue, _revocations.GetValueOrDefault(key, long.MinValue));
    }

    public void Restore(RevocationKind kind, string value, string? issuer) => _revocations.Remove((kind, value, issuer));

    private bool IsRevoked(Token token) =>
        token.Ids.Any(id => Covers(id.Key, id.Value, issuer: null, token.Issued) || Covers(id.Key, id.Value, TestTokens.Issuer, token.Issued));

    private bool Covers(RevocationKind kind, string value, string? issuer, long issued) => _revocations.TryGetValue((kind, value, issuer), out var before) && issued <= before;
}
