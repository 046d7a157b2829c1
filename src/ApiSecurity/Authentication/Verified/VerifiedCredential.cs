using ApiSecurity.Pipeline;
using Microsoft.AspNetCore.Authentication;

namespace ApiSecurity.Authentication;

/// <summary>A credential that was verified, and whom it belongs to.</summary>
internal sealed class VerifiedCredential(CredentialKind kind, string text, AuthenticationTicket ticket, DateTimeOffset ends, ICredentialSource source)
{
    private int _lastUsed;

    public CredentialKind Kind { get; } = kind;

    /// <summary>The header's whole value. A secret.</summary>
    public string Text { get; } = text;

    public KnownIdentity Identity { get; } = new(ticket);

    /// <summary>The moment from which it is verified anew.</summary>
    public long EndsAtTicks { get; } = ends.UtcTicks;

    public ICredentialSource Source { get; } = source;

    public TokenFacts? Facts { get; init; }

    /// <summary>
    /// Whether the scheme's handler would do nothing but find this here, so that it need not be asked: no proof to check, no handlers of the
    /// application's to call.
    /// </summary>
    public bool IsDirect { get; init; }

    /// <summary>For the source: the state of its keys when this was verified.</summary>
    public long Generation { get; init; }

    /// <summary>For the source: the state of the revocations when this was last asked about.</summary>
    public long RevocationsSeen { get; set; }

    public ulong Hash { get; set; }

    /// <summary>Seconds; written only when it changes, so that threads that use the same credential don't take the line from each other.</summary>
    public int LastUsed
    {
        get => Volatile.Read(ref _lastUsed);
        set
        {
            if (_lastUsed != value)
            {
                Volatile.Write(ref _lastUsed, value);
            }
        }
    }
}
