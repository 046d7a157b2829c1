using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using ApiSecurity.Pipeline;
using Microsoft.AspNetCore.Http;

namespace ApiSecurity.Authentication;

/// <summary>
/// Nonces that need no memory: an HMAC of the time, by slices as long as a nonce lives (RFC 9449 sections 8 and 9). Those of this slice and of the one before
/// are accepted.
/// </summary>
internal sealed class ProofNonces
{
    public const string Header = "DPoP-Nonce";

    private const int Bytes = 24;

    private readonly TimeProvider _time;
    private readonly Compiled<Maker> _maker;

    public ProofNonces(FeatureOptionsSource<ProofOfPossessionOptions> options, TimeProvider time)
    {
        _time = time;
        var own = RandomNumberGenerator.GetBytes(32);
        _maker = options.Compile(current => new Maker(
            // A key of its own, so that the text can't be used for anything but nonces.
            current.NonceSecret is { } secret ? HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), "ApiSecurity DPoP nonce"u8) : own,
            current.NonceLifetime));
    }

    /// <summary>The nonce of this moment.</summary>
    public string Current => _maker.Value.At(_time.GetUtcNow()).Current;

    /// <summary>Has an answer tell the nonce of this moment. Nobody may keep such an answer and give it to somebody later (RFC 9449 section 8.2).</summary>
    public void Tell(HttpResponse response)
    {
        response.Headers[Header] = Current;
        response.OnStarting(
            static state =>
            {
                ((HttpResponse)state).Headers.CacheControl = "no-store";
                return Task.CompletedTask;
            },
            response);
    }

    /// <param name="nonce">What came in a proof.</param>
    /// <param name="isCurrent">Whether it is the one of this moment, so that the client need not be given a new one.</param>
    /// <param name="ends">Until when it is accepted.</param>
    public bool IsAccepted(string nonce, out bool isCurrent, out DateTimeOffset ends)
    {
        var maker = _maker.Value;
        var slice = maker.At(_time.GetUtcNow());
        var text = Encoding.UTF8.GetBytes(nonce);
        isCurrent = CryptographicOperations.FixedTimeEquals(text, slice.CurrentBytes);
        ends = maker.End(slice, isCurrent ? 2 : 1);
        return isCurrent | CryptographicOperations.FixedTimeEquals(text, slice.PreviousBytes);
    }

    private sealed class Maker(byte[] key, TimeSpan lifetime)
    {
        private Slice? _slice;

        public Slice At(DateTimeOffset now)
        {
            var number = now.UtcTicks / lifetime.Ticks;
            var slice = Volatile.Read(ref _slice);
            if (slice is null || slice.Number != number)
            {
                slice = new Slice(number, Make(number), Make(number - 1));
                Volatile.Write(ref _slice, slice);
            }

            return slice;
        }

        public DateTimeOffset End(Slice slice, int slices) => new((slice.Number + slices) * lifetime.Ticks, TimeSpan.Zero);

        private string Make(long number)
        {
            Span<byte> time = stackalloc byte[16];
            BinaryPrimitives.WriteInt64BigEndian(time, number);
            BinaryPrimitives.WriteInt64BigEndian(time[8..], lifetime.Ticks);
            return Base64Url.EncodeToString(HMACSHA256.HashData(key, time).AsSpan(0, Bytes));
        }
    }

    private sealed record Slice(long Number, string Current, string Previous)
    {
        public byte[] CurrentBytes { get; } = Encoding.ASCII.GetBytes(Current);

        public byte[] PreviousBytes { get; } = Encoding.ASCII.GetBytes(Previous);
    }
}
