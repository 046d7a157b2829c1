using ApiSecurity.Pipeline;

namespace ApiSecurity.Authentication;

/// <summary>The keys of what is counted, as hashes under a secret of this process.</summary>
internal sealed class LockoutKeys
{
    private readonly KeyedHash _seed;

    public LockoutKeys()
    {
        var (key0, key1) = KeyedHash.NewSecret();
        _seed = new KeyedHash(key0, key1);
    }

    private enum Class : ulong
    {
        Address,
        Credential,
        Person,
        Subject,
        AddressTargets,
        AddressTarget,
        SecretTargets,
        SecretTarget,
        Told,
        Secret,
        Guess,
    }

    public ulong OfAddress(ulong address) => Of(Class.Address, address);

    public ulong OfCredential(ulong address, string name) => Of(Class.Credential, address, name);

    /// <summary>Somebody who has proved who they are: by the very letters, or who calls themselves Alice would be let guess at alice.</summary>
    public ulong OfPerson(ulong address, string name)
    {
        var hash = _seed;
        hash.Add((ulong)Class.Person);
        hash.Add(address);
        hash.Add(name);
        return hash.Finish();
    }

    public ulong OfSubject(string name) => Of(Class.Subject, 0, name);

    /// <summary>How many targets an address has tried.</summary>
    public ulong OfTargets(ulong address, bool areSubjects) => Of(Class.AddressTargets, address ^ (areSubjects ? 0 : 1UL << 63));

    public ulong OfTarget(ulong address, string name, bool isSubject) => Of(Class.AddressTarget, address ^ (isSubject ? 0 : 1UL << 63), name);

    /// <summary>How many targets a secret was tried on.</summary>
    public ulong OfSecretTargets(ulong secret) => Of(Class.SecretTargets, secret);

    public ulong OfSecretTarget(ulong secret, string name) => Of(Class.SecretTarget, secret, name);

    /// <summary>That something was told.</summary>
    public ulong OfTold(string reason, ulong key) => Of(Class.Told, key, reason);

    /// <summary>One secret, tried by one address for one name.</summary>
    public ulong OfGuess(ulong address, ulong secret, string? name) => Of(Class.Guess, address ^ secret, name ?? string.Empty);

    public ulong OfSecret(ReadOnlySpan<char> secret)
    {
        var hash = _seed;
        hash.Add((ulong)Class.Secret);
        hash.Add(secret);
        return Math.Max(1, hash.Finish());
    }

    private ulong Of(Class kind, ulong word)
    {
        var hash = _seed;
        hash.Add((ulong)kind);
        hash.Add(word);
        return hash.Finish();
    }

    private ulong Of(Class kind, ulong word, string name)
    {
        var hash = _seed;
        hash.Add((ulong)kind);
        hash.Add(word);
        // Alice and alice may be one person to whoever looks the name up; that two ids share their counts does no harm.
        Span<char> folded = stackalloc char[64];
        for (var rest = name.AsSpan(); ;)
        {
            var part = rest[..Math.Min(rest.Length, folded.Length)];
            part.ToUpperInvariant(folded);
            hash.Add(folded[..part.Length]);
            rest = rest[part.Length..];
            if (rest.IsEmpty)
            {
                return hash.Finish();
            }
        }
    }
}
