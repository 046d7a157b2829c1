using System.Buffers;
using System.Text;
using ApiSecurity.Authentication;

namespace ApiSecurity.Tests.Authentication.Signatures;

/// <summary>The digests of RFC 9530 (appendices B and D) and RFC 9421 (appendix B.2).</summary>
public sealed class ContentDigestTests
{
    private const string OfLine = "sha-256=:RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=:";
    private const string OfText256 = "sha-256=:X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=:";
    private const string OfText512 = "sha-512=:WZDPaVn/7XgHaAy8pmojAkGWoRx2UFChF41A2svX+TaPm+AbwAgBWnrIiYllu7BNNyealdVLvRwEmTHWXvJwew==:";
    private const string OfPacked256 = "sha-256=:d435Qo+nKZ+gLcUHn7GQtQ72hiBVAgqoLsZnZPiTGPk=:";
    private const string OfPacked512 = "sha-512=:db7fdBbgZMgX1Wb2MjA8zZj+rSNgfmDCEEXM8qLWfpfoNY0sCpHAzZbj09X1/7HAb7Od5Qfto4QpuBsFbUO3dQ==:";
    private const string Text = "{\"hello\": \"world\"}";

    // As brotli writes the line; a character a byte, and the first two by the RFC's erratum 8890.
    private const string Packed = "\u000b\u0009\u0080\u007b\u0022hello\u0022: \u0022world\u0022}\u000a\u0003";

    [Theory]
    [InlineData(OfLine, Text + "\n", true)]
    [InlineData(OfLine, Text, false)]
    [InlineData(OfText256, Text, true)]
    [InlineData(OfText512, Text, true)]
    [InlineData(OfText256 + ", " + OfText512, Text, true)]
    [InlineData(OfLine + ", " + OfText512, Text, false)]
    [InlineData(OfText256 + ", md5=:AAAA:, unixsum=:AAAA:", Text, true)]
    [InlineData(OfText512, "", false)]
    [InlineData("sha-256=:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=:", "", true)]
    [InlineData(OfPacked256, Packed, true)]
    [InlineData(OfPacked256 + ", " + OfPacked512, Packed, true)]
    [InlineData(OfPacked256, Text + "\n", false)]
    [InlineData("sha-256=:jjcgBDWNAtbYUXI37CVG3gRuGOAjaaDRGpIUFsdyepQ=:", "\"world\"}\n", true)]
    [InlineData("sha-256=:mEkdbO7Srd9LIOegftO0aBX+VPTVz7/CSHes2Z27gc4=:", "{\"title\": \"New Title\"}\n", true)]
    [InlineData("sha-256=:uVSlinTTdQUwm2On4k8TJUikGN1bf/Ds8WPX4oe0h9I=:", "{\n  \"id\": \"123\",\n  \"title\": \"New Title\"\n}\n", true)]
    [InlineData("sha-256=:yXIGDTN5VrfoyisKlXgRKUHHMs35SNtyC3szSz1dbO8=:", "{\n  \"status\": \"created\",\n  \"id\": \"123\",\n  \"ts\": 1569327729,\n  \"instance\": \"/books/123\"\n}\n", true)]
    [InlineData("sha-256=:EXB0S2VF2H7ijkAVJkH1Sm0pBho0iDZcvVUHHXTTZSA=:", "{\n  \"title\": \"Not Found\",\n  \"detail\": \"Cannot PATCH a non-existent resource\",\n  \"status\": 404\n}\n", true)]
    public void Every_digest_that_is_known_has_to_be_right(string field, string content, bool isRight)
    {
        var digest = ContentDigest.Read(field);
        var bytes = Encoding.Latin1.GetBytes(content);

        Assert.NotNull(digest);
        Assert.Equal(isRight, digest.Matches(new ReadOnlySequence<byte>(bytes)));
        Assert.Equal(isRight, digest.Matches(InPieces(bytes)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("md5=:AAAA:")]
    [InlineData("sha-256=:RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg==:")]
    [InlineData("SHA-256=:X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=:")]
    [InlineData("sha-256=X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=")]
    [InlineData("sha-256=:X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBP==:")]
    [InlineData("sha-256")]
    [InlineData(OfText256 + ", " + OfText256)]
    [InlineData(OfText256 + ", sha-512=?1")]
    public void What_proves_nothing_or_is_in_doubt_is_no_digest(string field) => Assert.Null(ContentDigest.Read(field));

    [Fact]
    public void More_digests_than_there_are_algorithms_are_none() =>
        Assert.Null(ContentDigest.Read(string.Join(", ", Enumerable.Range(0, 16).Select(number => $"a{number}=:AAAA:").Append(OfText256))));

    private static ReadOnlySequence<byte> InPieces(byte[] bytes)
    {
        var first = new Piece(Memory<byte>.Empty, null);
        var last = bytes.Aggregate(first, (piece, current) => new Piece(new[] { current }, piece));
        return new ReadOnlySequence<byte>(first, 0, last, last.Memory.Length);
    }

    private sealed class Piece : ReadOnlySequenceSegment<byte>
    {
        public Piece(ReadOnlyMemory<byte> memory, Piece? before)
        {
            Memory = memory;
            if (before is not null)
            {
                RunningIndex = before.RunningIndex + before.Memory.Length;
                before.Next = this;
            }
        }
    }
}
