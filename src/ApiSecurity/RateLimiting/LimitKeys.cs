using System.Net;
using ApiSecurity.Pipeline;
using Microsoft.AspNetCore.Http;

namespace ApiSecurity.RateLimiting;

/// <summary>Who a request is counted for, as a keyed hash.</summary>
internal sealed class LimitKeys
{
    // An address is one word, and this can't be one (AddressWord).
    private const ulong Everyone = ulong.MaxValue;

    // A caller is more words than one, and so can't be mistaken for an address.
    private const ulong KindSubject = 0;
    private const ulong KindClientId = 1;
    private const ulong KindName = 2;

    private readonly (ulong Key0, ulong Key1) _secret = KeyedHash.NewSecret();

    /// <summary>Where the hashes of a limit's keys begin: limits are told apart by their description, also after a reload.</summary>
    public KeyedHash SeedOf(string description)
    {
        var seed = new KeyedHash(_secret.Key0, _secret.Key1);
        seed.Add(description);
        return seed;
    }

    public static ulong ForEveryone(KeyedHash hash)
    {
        hash.Add(Everyone);
        return hash.Finish();
    }

    public static ulong ForAddress(KeyedHash hash, IPAddress? address)
    {
        hash.Add(AddressWord.Of(address));
        return hash.Finish();
    }

    /// <summary>The authenticated caller, or the address of one that is not, or that has no name.</summary>
    /// <param name="hash">The limit's seed.</param>
    /// <param name="context">The request.</param>
    /// <param name="isKnown">Whether there is an authenticated caller with a name.</param>
    public static ulong ForClient(KeyedHash hash, HttpContext context, out bool isKnown)
    {
        isKnown = true;
        if (RequestIdentity.PrincipalOf(context) is { } user)
        {
            // Whose subject is ambiguous is nobody, here as everywhere: who could choose among several would have as many limits.
            var (kind, claim) = (KindSubject, SingleClaim.FindSubject(user, out var isAmbiguous));
            if (claim is null && !isAmbiguous)
            {
                (kind, claim) = (KindClientId, SingleClaim.FindClient(user, out isAmbiguous));
            }

            if (claim is not null)
            {
                // Two issuers may call different people by the same subject.
                hash.Add(kind);
                hash.Add(claim.Value);
                hash.Add(claim.Issuer);
                return hash.Finish();
            }

            if (!isAmbiguous && user.Identity is { IsAuthenticated: true, Name: { Length: > 0 } name })
            {
                hash.Add(KindName);
                hash.Add(name);
                return hash.Finish();
            }
        }

        isKnown = false;
        return ForAddress(hash, context.Connection.RemoteIpAddress);
    }
}
