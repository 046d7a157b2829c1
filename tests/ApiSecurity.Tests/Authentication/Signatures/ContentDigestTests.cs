using System.Buffers;
using System.Text;
using ApiSecurity.Authentication;

namespace ApiSecurity.Tests.Authentication.Signatures;

/// <summary>The digests of RFC 9530 (appendix B) and RFC 9421 (appendix B.2) for the content that they have in common.</summary>
public sealed class ContentDigestTests
{
    private const string OfLine = "sha-256=:RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=:";
    private const string OfText256 = "sha-256=:X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=:";
    private const string OfText512 = "sha-512=:WZDPaVn/7XgHaAy8pmojAkGWoRx2UFChF41A2svX+TaPm+AbwAgBWnrIiYllu7BNNyealdVLvRwEmTHWXvJwew==:";
    private const string Text = "{\"hello\": \"world\"}";

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
    public void Every_digest_that_is_known_has_to_be_right(string field, string content, bool isRight)
    {
        var digest = ContentDigest.Read(field);
        var bytes = Encoding.ASCII.GetBytes(content);

        Assert.NotNull(digest);
        Assert.Equal(isRight, digest.Matches(new ReadOnlySequence<byte>(bytes)));
        Assert.Equal(isRight, digest.Matches(InPieces(bytes)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("md5=:AAAA:")]
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
