using System.Buffers.Binary;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace ApiSecurity.Authentication;

/// <summary>Makes hashes of passwords for <c>ApiSecurity:Basic:Users</c>.</summary>
public static class BasicPasswordHash
{
    /// <summary>PBKDF2, with a salt of its own, in the format of ASP.NET Core Identity.</summary>
    /// <param name="password">The password.</param>
    /// <param name="iterations">The iterations; what <see cref="BasicOptions.Iterations"/> says. The default is 210,000.</param>
    /// <returns>The hash, as a text in base64.</returns>
    /// <exception cref="ArgumentException"><paramref name="password"/> is empty, or has something in it that is no character (U+FFFE, half of a pair).</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="iterations"/> is not from 100,000 to 10,000,000.</exception>
    public static string Create(string password, int iterations = 210_000)
    {
        ArgumentException.ThrowIfNullOrEmpty(password);
        ArgumentOutOfRangeException.ThrowIfLessThan(iterations, 100_000);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(iterations, 10_000_000);
        return Hasher(iterations).HashPassword(null!, password.Normalize());
    }

    internal static PasswordHasher<BasicUser> Hasher(int iterations) => new(Options.Create(new PasswordHasherOptions { IterationCount = iterations }));

    /// <summary>The iterations of a hash in Identity's format 3 (HMAC-SHA-256 or HMAC-SHA-512); 0 for what is none.</summary>
    internal static int IterationsOf(string hash)
    {
        // A mark of the format, the function, the iterations, the salt's length; then salt (16 or more) and key (32).
        var bytes = new byte[256];
        if (!Convert.TryFromBase64String(hash, bytes, out var length) || length < 61 || bytes[0] != 1 || BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(1)) is not (1 or 2))
        {
            return 0;
        }

        return BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(5));
    }
}
