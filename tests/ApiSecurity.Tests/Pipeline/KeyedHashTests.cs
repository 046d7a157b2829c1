using ApiSecurity.Pipeline;

namespace ApiSecurity.Tests.Pipeline;

public sealed class KeyedHashTests
{
    /// <summary>The vectors are CPython's: its <c>hash(bytes)</c> is SipHash-1-3, with an all-zero key under PYTHONHASHSEED=0.</summary>
    [Theory]
    [InlineData(new ulong[] { 0x0706050403020100 }, 0xead411e67ebe2eea)]
    [InlineData(new ulong[] { 0x0706050403020100, 0x0f0e0d0c0b0a0908 }, 0x8972188433a5c5b7)]
    [InlineData(new ulong[] { 0x0706050403020100, 0x0f0e0d0c0b0a0908, 0x1716151413121110 }, 0x31185a47af932f3a)]
    public void The_hash_is_SipHash_1_3(ulong[] words, ulong expected)
    {
        var hash = new KeyedHash(0, 0);
        foreach (var word in words)
        {
            hash.Add(word);
        }

        Assert.Equal(expected, hash.Finish());
    }

    [Fact]
    public void Texts_that_are_cut_differently_differ()
    {
        string[][] cuts = [["alice", "shop"], ["alices", "hop"], ["aliceshop", ""], ["", "aliceshop"], ["aliceshop"], ["alice", "shop\0"], ["alice\0", "shop"]];

        Assert.Equal(cuts.Length, cuts.Select(Hash).Distinct().Count());
    }

    [Fact]
    public void Each_process_has_a_secret_of_its_own() => Assert.NotEqual(KeyedHash.NewSecret(), KeyedHash.NewSecret());

    private static ulong Hash(string[] texts)
    {
        var hash = new KeyedHash(1, 2);
        foreach (var text in texts)
        {
            hash.Add(text);
        }

        return hash.Finish();
    }
}
