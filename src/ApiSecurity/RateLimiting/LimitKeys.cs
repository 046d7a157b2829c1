using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Security.Claims;
using Microsoft.AspNetCore.Http;

namespace ApiSecurity.RateLimiting;

/// <summary>Who a request is counted for, as a keyed hash.</summary>
internal sealed class LimitKeys
{
    private const ulong KindEveryone = 0;
    private const ulong KindUnknownAddress = 1;
    private const ulong KindIPv4 = 2;
    private const ulong KindIPv6 = 3;
    private const ulong KindSubject = 4;
    private const ulong KindClientId = 5;
    private const ulong KindName = 6;

    private readonly ulong _key0;
    private readonly ulong _key1;

    public LimitKeys()
        : this(KeyedHash.NewSecret())
    {
    }

    public LimitKeys((ulong Key0, ulong Key1) secret) => (_key0, _key1) = secret;

    /// <summary>An id for a limit that is told from others by its description.</summary>
    public ulong IdOf(string description)
    {
        var hash = new KeyedHash(_key0, _key1);
        hash.Add(description);
        return hash.Finish();
    }

    public ulong ForEveryone(ulong limit) => Hash(limit, KindEveryone, 0);

    public ulong ForAddress(ulong limit, IPAddress? address)
    {
        if (address is null)
        {
            return Hash(limit, KindUnknownAddress, 0);
        }

        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out _);
        if (address.AddressFamily == AddressFamily.InterNetwork)
        {
            return Hash(limit, KindIPv4, BinaryPrimitives.ReadUInt32BigEndian(bytes));
        }

        // A socket that listens on both families tells IPv4 clients as ::ffff:a.b.c.d, all of one /64.
        return address.IsIPv4MappedToIPv6
            ? Hash(limit, KindIPv4, BinaryPrimitives.ReadUInt32BigEndian(bytes[12..]))
            : Hash(limit, KindIPv6, BinaryPrimitives.ReadUInt64BigEndian(bytes));
    }

    /// <summary>The authenticated caller, or the address of one that is not, or that has no name.</summary>
    /// <param name="limit">The limit's id.</param>
    /// <param name="context">The request.</param>
    /// <param name="isAuthenticated">Whether there is an authenticated caller with a name.</param>
    public ulong ForClient(ulong limit, HttpContext context, out bool isAuthenticated)
    {
        if (context.User?.Identity is { IsAuthenticated: true } identity)
        {
            isAuthenticated = true;
            var (kind, claim) = identity is ClaimsIdentity claims ? BestClaim(claims) : default;
            if (claim is not null)
            {
                // Two issuers may call different people by the same subject.
                return Hash(limit, kind, claim.Value, claim.Issuer);
            }

            if (!string.IsNullOrEmpty(identity.Name))
            {
                return Hash(limit, KindName, identity.Name, string.Empty);
            }
        }

        isAuthenticated = false;
        return ForAddress(limit, context.Connection.RemoteIpAddress);
    }

    private static (ulong Kind, Claim? Claim) BestClaim(ClaimsIdentity identity)
    {
        Claim? nameIdentifier = null;
        Claim? clientId = null;
        // The list itself where the identity has one: walking an IEnumerable would allocate.
        if (identity.Claims is List<Claim> list)
        {
            foreach (var claim in list)
            {
                if (IsSubject(claim, ref nameIdentifier, ref clientId))
                {
                    return (KindSubject, claim);
                }
            }
        }
        else
        {
            foreach (var claim in identity.Claims)
            {
                if (IsSubject(claim, ref nameIdentifier, ref clientId))
                {
                    return (KindSubject, claim);
                }
            }
        }

        return nameIdentifier is not null ? (KindSubject, nameIdentifier) : (KindClientId, clientId);
    }

    private static bool IsSubject(Claim claim, ref Claim? nameIdentifier, ref Claim? clientId)
    {
        switch (claim.Type)
        {
            case "sub":
                return true;
            case ClaimTypes.NameIdentifier:
                nameIdentifier ??= claim;
                break;
            case "client_id" or "azp":
                clientId ??= claim;
                break;
        }

        return false;
    }

    private ulong Hash(ulong limit, ulong kind, ulong value)
    {
        var hash = new KeyedHash(_key0, _key1);
        hash.Add(limit ^ kind);
        hash.Add(value);
        return hash.Finish();
    }

    private ulong Hash(ulong limit, ulong kind, string first, string second)
    {
        var hash = new KeyedHash(_key0, _key1);
        hash.Add(limit ^ kind);
        hash.Add(first);
        hash.Add(second);
        return hash.Finish();
    }
}
