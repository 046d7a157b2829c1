using System.Numerics;
using System.Security.Cryptography;

namespace ApiSecurity.Tests.Authentication.Signatures;

/// <summary>Checks Ed25519 signatures by the text of RFC 8032 section 5.1.7, which .NET can't: for examples only, and slowly.</summary>
internal static class Ed25519
{
    private static readonly BigInteger P = BigInteger.Pow(2, 255) - 19;
    private static readonly BigInteger Order = BigInteger.Pow(2, 252) + BigInteger.Parse("27742317777372353535851937790883648493", System.Globalization.CultureInfo.InvariantCulture);
    private static readonly BigInteger D = Mod(-121665 * Inverse(121666));
    private static readonly Point Base = Decode([0x58, .. Enumerable.Repeat((byte)0x66, 31)]);

    public static bool Verify(byte[] publicKey, byte[] message, byte[] signature)
    {
        var scalar = Number(signature.AsSpan(32));
        if (signature.Length != 64 || scalar >= Order)
        {
            return false;
        }

        var challenge = Number(SHA512.HashData([.. signature[..32], .. publicKey, .. message])) % Order;
        var (left, right) = (Multiply(scalar, Base), Add(Decode(signature[..32]), Multiply(challenge, Decode(publicKey))));
        return Mod(left.X * right.Z) == Mod(right.X * left.Z) && Mod(left.Y * right.Z) == Mod(right.Y * left.Z);
    }

    private static Point Decode(byte[] bytes)
    {
        var number = Number(bytes);
        var y = number & (BigInteger.Pow(2, 255) - 1);
        var square = Mod((y * y - 1) * Inverse(D * y * y + 1));
        var x = BigInteger.ModPow(square, (P + 3) / 8, P);
        if (Mod(x * x) != square)
        {
            x = Mod(x * BigInteger.ModPow(2, (P - 1) / 4, P));
        }

        if (x.IsEven != (number >> 255).IsZero)
        {
            x = P - x;
        }

        return new Point(x, y, 1, Mod(x * y));
    }

    private static Point Multiply(BigInteger scalar, Point point)
    {
        var sum = new Point(0, 1, 1, 0);
        for (; !scalar.IsZero; scalar >>= 1, point = Add(point, point))
        {
            if (!scalar.IsEven)
            {
                sum = Add(sum, point);
            }
        }

        return sum;
    }

    private static Point Add(Point one, Point other)
    {
        var a = (one.Y - one.X) * (other.Y - other.X);
        var b = (one.Y + one.X) * (other.Y + other.X);
        var c = one.T * 2 * D * other.T;
        var d = one.Z * 2 * other.Z;
        var (e, f, g, h) = (b - a, d - c, d + c, b + a);
        return new Point(Mod(e * f), Mod(g * h), Mod(f * g), Mod(e * h));
    }

    private static BigInteger Number(ReadOnlySpan<byte> bytes) => new(bytes, isUnsigned: true);

    private static BigInteger Inverse(BigInteger number) => BigInteger.ModPow(Mod(number), P - 2, P);

    private static BigInteger Mod(BigInteger number) => (number % P + P) % P;

    private readonly record struct Point(BigInteger X, BigInteger Y, BigInteger Z, BigInteger T);
}
