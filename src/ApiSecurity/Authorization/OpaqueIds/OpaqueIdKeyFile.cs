using System.Text;

namespace ApiSecurity.Authorization;

/// <summary>Reads a key from its file.</summary>
internal static class OpaqueIdKeyFile
{
    public const int LeastBytes = 32;

    private const int MostBytes = 4096;

    /// <returns>The key; <see langword="null"/> if the file is not there, or holds something else, and why.</returns>
    public static (byte[]? Key, string? Cause) Read(string file)
    {
        byte[] text;
        try
        {
            using var stream = File.OpenRead(file);
            if (stream.Length > MostBytes)
            {
                return (null, "is larger than 4 KB");
            }

            text = new byte[stream.Length];
            stream.ReadExactly(text);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return (null, "can't be read");
        }

        try
        {
            var key = Convert.FromBase64String(Encoding.ASCII.GetString(text).Trim());
            return key.Length < LeastBytes ? (null, $"holds {key.Length} bytes")
                : key.AsSpan().IndexOfAnyExcept(key[0]) < 0 ? (null, "holds one byte again and again")
                : (key, null);
        }
        catch (FormatException)
        {
            return (null, "is not base64");
        }
    }
}
