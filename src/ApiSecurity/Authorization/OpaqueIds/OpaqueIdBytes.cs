using System.Buffers.Binary;
using System.Text;

namespace ApiSecurity.Authorization;

/// <summary>Ids as bytes: whole numbers, GUIDs and texts. A byte in front tells which, so that a number is never read as a text.</summary>
internal static class OpaqueIdBytes
{
    /// <summary>The longest text that an id can be, in UTF-8.</summary>
    public const int LongestText = 128;

    public const int Most = 1 + LongestText;

    public static bool CanBe(Type type) => type == typeof(int) || type == typeof(long) || type == typeof(Guid) || type == typeof(string);

    public static string Unknown(Type type) => $"{type.Name} can't be an opaque id: take int, long, Guid or string.";

    /// <returns>How many bytes were written.</returns>
    /// <exception cref="ArgumentException">The text is too long, or no text.</exception>
    public static int Write<TKey>(TKey id, Span<byte> bytes)
    {
        switch (id)
        {
            case int number:
                bytes[0] = 1;
                BinaryPrimitives.WriteInt32BigEndian(bytes[1..], number);
                return 5;
            case long number:
                bytes[0] = 2;
                BinaryPrimitives.WriteInt64BigEndian(bytes[1..], number);
                return 9;
            case Guid guid:
                bytes[0] = 3;
                guid.TryWriteBytes(bytes[1..], bigEndian: true, out _);
                return 17;
            case string text:
                bytes[0] = 4;
                return Strict.TryGetBytes(text, bytes.Slice(1, LongestText), out var length) ? 1 + length
                    : throw new ArgumentException($"An opaque id can't hold a text that is longer than {LongestText} bytes.", nameof(id));
            default:
                throw new InvalidOperationException(Unknown(typeof(TKey)));
        }
    }

    public static bool TryRead<TKey>(ReadOnlySpan<byte> bytes, out TKey? id)
    {
        object? read = bytes switch
        {
            [1, .. { Length: 4 } number] when typeof(TKey) == typeof(int) => BinaryPrimitives.ReadInt32BigEndian(number),
            [2, .. { Length: 8 } number] when typeof(TKey) == typeof(long) => BinaryPrimitives.ReadInt64BigEndian(number),
            [3, .. { Length: 16 } guid] when typeof(TKey) == typeof(Guid) => new Guid(guid, bigEndian: true),
            [4, .. var text] when typeof(TKey) == typeof(string) => Strict.GetString(text),
            _ => null,
        };
        id = read is TKey known ? known : default;
        return read is TKey;
    }

    /// <summary>Half a surrogate would be written as another text than it is.</summary>
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
}
