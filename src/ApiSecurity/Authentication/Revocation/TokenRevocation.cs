namespace ApiSecurity.Authentication;

/// <summary>Which tokens are not accepted any more, and until when that has to be remembered.</summary>
public sealed class TokenRevocation
{
    /// <summary>The longest <see cref="Value"/> and <see cref="Issuer"/>, in characters: 4096.</summary>
    public const int MaxLength = 4096;

    /// <summary>Initializes a revocation.</summary>
    /// <param name="kind">What <paramref name="value"/> is.</param>
    /// <param name="value">The id of the token, the subject, the session or the client; compared letter by letter.</param>
    /// <exception cref="ArgumentException"><paramref name="value"/> is empty or longer than <see cref="MaxLength"/>, or <paramref name="kind"/> is none.</exception>
    public TokenRevocation(RevocationKind kind, string value)
    {
        ArgumentException.ThrowIfNullOrEmpty(value);
        if (value.Length > MaxLength)
        {
            throw new ArgumentException($"Longer than {MaxLength} characters.", nameof(value));
        }

        if (!Enum.IsDefined(kind))
        {
            throw new ArgumentException("Not a kind of revocation.", nameof(kind));
        }

        Kind = kind;
        Value = value;
    }

    /// <summary>Gets what <see cref="Value"/> is.</summary>
    public RevocationKind Kind { get; }

    /// <summary>Gets the id of the token, the subject, the session or the client.</summary>
    public string Value { get; }

    /// <summary>Gets the issuer (<c>iss</c>) whose tokens are meant, letter by letter.</summary>
    /// <value>The default is <see langword="null"/>: those of every issuer, and those that name none.</value>
    /// <exception cref="ArgumentException">The issuer is empty or longer than <see cref="MaxLength"/>.</exception>
    public string? Issuer
    {
        get;
        init
        {
            if (value is { Length: 0 or > MaxLength })
            {
                throw new ArgumentException($"Empty, or longer than {MaxLength} characters.", nameof(value));
            }

            field = value;
        }
    }

    /// <summary>
    /// Gets the time before which a token must have been issued (<c>iat</c>) to be concerned. Tokens tell whole seconds: one that was issued in the same
    /// second counts as issued before, and so does one that does not tell when it was issued.
    /// </summary>
    /// <value>The default is <see langword="null"/>: it does not matter when, so that tokens issued later are concerned too.</value>
    public DateTimeOffset? IssuedBefore { get; init; }

    /// <summary>
    /// Gets when the last token that is concerned will have expired. The revocation is forgotten some minutes after that, because clocks differ,
    /// and so that it covers every token that a clock skew keeps alive.
    /// </summary>
    /// <value>
    /// The default is <see langword="null"/>: as long as <see cref="RevocationOptions.Retention"/> says, or <see cref="JwtOptions.MaxLifetime"/> if that is
    /// longer. A store always gets a time.
    /// </value>
    public DateTimeOffset? Ends { get; init; }

    internal TokenRevocation Until(DateTimeOffset ends) => new(Kind, Value) { Issuer = Issuer, IssuedBefore = IssuedBefore, Ends = ends };
}
