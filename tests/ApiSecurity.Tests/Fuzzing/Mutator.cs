using System.Text;
using Microsoft.IdentityModel.Tokens;

namespace ApiSecurity.Tests.Fuzzing;

/// <summary>
/// Changes header values by what they are made of: pieces of the grammars of credentials, structured fields, tokens and addresses, put in, doubled, moved and cut;
/// and inside of what is encoded, the JSON. Never a line break: that would be another header.
/// </summary>
internal sealed class Mutator(int seed)
{
    private const int LongestValue = 6000;

    private static readonly string[] Pieces =
    [
        "\"", "\\", "\\\"", ";", ",", ", ", "=", ":", "::", "(", ")", "()", ".", "..", "?1", "?0", "?2", "@1767225600", "*", "/", "%00", "%", "\t", "  ", "\0", "\u007f", "\u0080", "\u00ff",
        "é", "\u00c3\u00a9", "0", "-1", "1.5", "9999999999999999999", "1e309", "-0", "0.1234567890123", ":AAAA:", ":=:", ":====:", "%\"\u00e9\"", "%\"caf%c3%a9\"", "%\"%ff\"",
        "Bearer ", "DPoP ", "Basic ", "bearer", "Bearer  Bearer ", "Digest username=\"a\"", "eyJhbGciOiJub25lIn0", "e30", "e30.e30.e30", "e30.e30.e30.e30.e30", "....", "AA",
        "sig1=", "sig1=()", "sig2=(\"@method\")", ";created=1", ";expires=0", ";keyid=\"partner-1\"", ";alg=\"none\"", ";nonce=\"\"", ";tag=\"x\"", "\"@method\"", "\"@target-uri\"",
        "\"@query-param\";name=\"a\"", "\"@query-param\";name=\"%\"", "\"@status\"", "\"@signature-params\"", "\"@unknown\"", "\"cookie\";bs", "\"cookie\";sf", "\"x\";key=\"a\"", ";req", ";tr",
        "for=", "for=127.0.0.1", "for=\"[::1]:80\"", "for=_hidden", "for=unknown", "proto=https", "host=evil.example", "by=", "127.0.0.1", "::ffff:127.0.0.1", "[::1", "fe80::1%eth0", "256.1.1.1",
        "-----BEGIN CERTIFICATE-----", ":MIIB", ":MA==:", "\u00a0", "null", "true", "[]", "{}",
    ];

    private static readonly string[] JsonPieces =
    [
        "null", "[]", "{}", "\"\"", "\"\\ud800\"", "1e999", "-1", "true", "\"alg\":\"none\"", "\"alg\":\"HS256\"", ",\"alg\":\"ES256\"", "\"crit\":[\"b64\"]", "\"kid\":\"../../x\"", "\"jwk\":{}",
        "\"jwk\":null", "\"jwk\":{\"kty\":\"EC\"}", "\"x5c\":[\"AA\"]", "\"exp\":\"1\"", "\"exp\":99999999999999999999", "\"iat\":-1", "\"aud\":{}", "\"aud\":[[]]", "\"iss\":null", "\"cnf\":1",
        "\"cnf\":{\"jkt\":[]}", "\"htu\":\"://\"", "\"htu\":\"http://[\"", "\"htm\":1", "\"jti\":\"\"", "\"ath\":null", "\u0000", "[[[[[[[[[[[[[[[[[[[[", "}", "]", ",", ":", "\\",
    ];

    private readonly Random _random = new(seed);

    public string Mutate(string value)
    {
        for (var times = 1 + _random.Next(4); times > 0; times--)
        {
            value = Once(value);
        }

        value = value.Replace('\r', ' ').Replace('\n', ' ');
        return value.Length > LongestValue ? value[..LongestValue] : value;
    }

    private string Once(string value)
    {
        var (from, to) = Span(value.Length);
        return _random.Next(9) switch
        {
            0 => value.Insert(from, Pick(Pieces)),
            1 => value[..from] + value[to..],
            2 => value[..to] + value[from..],
            3 => value[..from] + Pick(Pieces) + value[to..],
            4 => value[..from],
            5 => string.Concat(value[..from], string.Concat(Enumerable.Repeat(value.Length == 0 ? Pick(Pieces) : value[from..Math.Min(to, from + 40)], 1 + _random.Next(60))), value[to..]),
            6 => value.Length == 0 ? Pick(Pieces) : value[..from] + (char)(1 + _random.Next(254)) + value[Math.Min(from + 1, value.Length)..],
            _ => InsideOf(value),
        };
    }

    /// <summary>One of the encoded parts, read, changed and encoded again.</summary>
    private string InsideOf(string value)
    {
        var parts = value.Split('.');
        var index = _random.Next(parts.Length);
        var start = parts[index].LastIndexOf(' ') + 1;
        try
        {
            var json = Encoding.UTF8.GetString(Base64UrlEncoder.DecodeBytes(parts[index][start..]));
            var (from, to) = Span(json.Length);
            json = _random.Next(3) switch
            {
                0 => json.Insert(from, Pick(JsonPieces)),
                1 => json[..from] + Pick(JsonPieces) + json[to..],
                _ => json.Length > 0 ? json.Insert(1, Pick(JsonPieces) + ",") : Pick(JsonPieces),
            };
            parts[index] = parts[index][..start] + Base64UrlEncoder.Encode(Encoding.UTF8.GetBytes(json));
            return string.Join('.', parts);
        }
        catch (FormatException)
        {
            return value.Insert(value.Length == 0 ? 0 : _random.Next(value.Length), Pick(Pieces));
        }
    }

    private string Pick(string[] pieces) => pieces[_random.Next(pieces.Length)];

    private (int From, int To) Span(int length)
    {
        var (one, other) = (_random.Next(length + 1), _random.Next(length + 1));
        return (Math.Min(one, other), Math.Max(one, other));
    }
}
