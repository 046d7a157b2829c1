using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text.Unicode;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace ApiSecurity.Authentication;

/// <summary>A name and a password as they came (RFC 7617 section 2): base64 of UTF-8, the first colon between them, no control characters.</summary>
internal readonly record struct BasicReading
{
    private const string Scheme = BasicDefaults.AuthenticationScheme + " ";
    private const int MaximumLength = 4096;
    private const int MaximumName = 256;

    private static readonly SearchValues<char> Spaces = SearchValues.Create(" \t\r\n");

    public string Name { get; private init; }

    public string Password { get; private init; }

    /// <summary>The header's whole value.</summary>
    public string HeaderValue { get; private init; }

    public BasicRefusal? Refusal { get; private init; }

    /// <summary>Whether the request's credential is a password. Beside another one, too: two are refused.</summary>
    public static bool HasPassword(HttpRequest request)
    {
        foreach (var value in request.Headers.Authorization)
        {
            if (value is not null && (value.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) || value.Equals(BasicDefaults.AuthenticationScheme, StringComparison.OrdinalIgnoreCase)))
            {
                return true;
            }
        }

        return false;
    }

    public static BasicReading Of(StringValues authorization)
    {
        if (authorization is not [{ } value])
        {
            return new() { Refusal = BasicRefusal.Ambiguous };
        }

        var encoded = value.Length > Scheme.Length ? value.AsSpan(Scheme.Length).Trim(' ') : [];
        if (value.Length > MaximumLength || encoded.IsEmpty || encoded.ContainsAny(Spaces))
        {
            return new() { Refusal = BasicRefusal.Malformed };
        }

        var bytes = ArrayPool<byte>.Shared.Rent(encoded.Length);
        var chars = ArrayPool<char>.Shared.Rent(encoded.Length);
        try
        {
            // Invalid UTF-8 would have several names and passwords become one.
            return Convert.TryFromBase64Chars(encoded, bytes, out var count)
                && Utf8.ToUtf16(bytes.AsSpan(0, count), chars, out _, out var length, replaceInvalidSequences: false) == OperationStatus.Done
                ? Split(value, chars.AsSpan(0, length))
                : new() { Refusal = BasicRefusal.Malformed };
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
            ArrayPool<byte>.Shared.Return(bytes);
            ArrayPool<char>.Shared.Return(chars, clearArray: true);
        }
    }

    private static BasicReading Split(string header, ReadOnlySpan<char> text)
    {
        var colon = text.IndexOf(':');
        return colon is > 0 and <= MaximumName && !HasControl(text) && TryNormalize(text[..colon].ToString(), out var name) && TryNormalize(text[(colon + 1)..].ToString(), out var password)
            ? new() { Name = name, Password = password, HeaderValue = header }
            : new() { Refusal = BasicRefusal.Malformed };
    }

    /// <summary>The same letter can be written in two ways; keyboards differ in it (RFC 7617 section 2.1, RFC 8265).</summary>
    public static bool TryNormalize(string text, [NotNullWhen(true)] out string? normal)
    {
        try
        {
            normal = text.Normalize();
            return true;
        }
        catch (ArgumentException)
        {
            // U+FFFE is good UTF-8, but no character, and .NET knows no form of it.
            normal = null;
            return false;
        }
    }

    private static bool HasControl(ReadOnlySpan<char> text)
    {
        foreach (var character in text)
        {
            if (char.IsControl(character))
            {
                return true;
            }
        }

        return false;
    }
}
