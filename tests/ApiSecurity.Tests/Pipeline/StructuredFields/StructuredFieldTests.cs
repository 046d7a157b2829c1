using ApiSecurity.Pipeline;
using FsCheck.Xunit;

namespace ApiSecurity.Tests.Pipeline.StructuredFields;

public sealed class StructuredFieldTests
{
    private static readonly string[] Pieces = ["a", "b=", "1", "-", ".", "\"x\\\"y\"", "\"", ":aGk=:", ":", "?1", "?", "@17", "%\"%c3%a4\"", "%\"", "(", ")", " ", "\t", ";", "=", ",", ", ", "*t/k", "é", "\0", "\n"];

    [Theory]
    [InlineData("@1659578233", StructuredFieldType.Date)]
    [InlineData("@-1", StructuredFieldType.Date)]
    [InlineData("%\"f%c3%bc%c3%bc\"", StructuredFieldType.DisplayString)]
    [InlineData("%\"%25%22\"", StructuredFieldType.DisplayString)]
    [InlineData("999999999999999", StructuredFieldType.Integer)]
    [InlineData("-999999999999.999", StructuredFieldType.Decimal)]
    public void Items_of_later_types_and_at_the_edge_are_read_and_written_alike(string text, object type)
    {
        Assert.True(StructuredField.TryParseItem(text, out var item));
        Assert.Equal((StructuredFieldType)type, item.Value.Type);
        Assert.Equal(text, StructuredFieldWriter.Write(item));
    }

    [Theory]
    [InlineData("@1.5")]
    [InlineData("@")]
    [InlineData("@@1")]
    [InlineData("%\"%C3%BC\"")]
    [InlineData("%\"%ff\"")]
    [InlineData("%\"%c\"")]
    [InlineData("%x")]
    [InlineData("1000000000000000")]
    [InlineData("1000000000000.0")]
    [InlineData("1.2345")]
    [InlineData("1.")]
    [InlineData("--1")]
    [InlineData("\"\u00e9\"")]
    [InlineData("\"a")]
    [InlineData("\"\\n\"")]
    [InlineData(":aGk:")]
    [InlineData(":aGl=:")]
    [InlineData(":a Gk=:")]
    [InlineData("?2")]
    [InlineData("a;")]
    [InlineData("a;B=1")]
    [InlineData("a b")]
    [InlineData("\u0660")]
    public void What_is_not_in_the_grammar_is_not_read(string text) => Assert.False(StructuredField.TryParseItem(text, out _));

    [Fact]
    public void Bounds_hold_for_each_container()
    {
        Assert.True(StructuredField.TryParseList(string.Join(",", Enumerable.Repeat("1", 1024)), out _));
        Assert.False(StructuredField.TryParseList(string.Join(",", Enumerable.Repeat("1", 1025)), out _));
        Assert.True(StructuredField.TryParseDictionary(string.Join(",", Enumerable.Range(0, 1024).Select(number => $"k{number}")), out _));
        Assert.False(StructuredField.TryParseDictionary(string.Join(",", Enumerable.Repeat("k", 1025)), out _));
        Assert.True(StructuredField.TryParseItem("a" + string.Concat(Enumerable.Range(0, 256).Select(number => $";p{number}")), out _));
        Assert.False(StructuredField.TryParseItem("a" + string.Concat(Enumerable.Repeat(";p", 257)), out _));
        Assert.True(StructuredField.TryParseList($"({string.Join(' ', Enumerable.Repeat("1", 256))})", out _));
        Assert.False(StructuredField.TryParseList($"({string.Join(' ', Enumerable.Repeat("1", 257))})", out _));
        Assert.False(StructuredField.TryParseItem(new string('a', 65537), out _));
        Assert.False(StructuredField.TryParseList(new string('(', 60000), out _));
    }

    [Fact]
    public void The_last_of_equal_keys_counts_in_the_place_of_the_first_and_is_told()
    {
        Assert.True(StructuredField.TryParseDictionary("a=1, b=2, a=3;x;y;x=2", out var dictionary));

        Assert.True(dictionary.HasDuplicates);
        Assert.Equal("a=3;x=2;y, b=2", StructuredFieldWriter.Write(dictionary));
    }

    [Property(MaxTest = 2000)]
    public void Whatever_comes_is_read_or_refused_and_what_is_read_is_written_in_one_way(byte[] picks)
    {
        var text = string.Concat((picks ?? []).Select(pick => Pieces[pick % Pieces.Length]));
        if (StructuredField.TryParseItem(text, out var item))
        {
            var written = StructuredFieldWriter.Write(item);
            Assert.True(StructuredField.TryParseItem(written, out var again), written);
            Assert.Equal(written, StructuredFieldWriter.Write(again));
        }

        if (StructuredField.TryParseList(text, out var list))
        {
            var written = StructuredFieldWriter.Write(list);
            Assert.True(StructuredField.TryParseList(written, out var again), written);
            Assert.Equal(written, StructuredFieldWriter.Write(again));
        }

        if (StructuredField.TryParseDictionary(text, out var dictionary))
        {
            var written = StructuredFieldWriter.Write(dictionary);
            Assert.True(StructuredField.TryParseDictionary(written, out var again), written);
            Assert.Equal(written, StructuredFieldWriter.Write(again));
        }
    }

    [Property(MaxTest = 500)]
    public void Random_text_is_no_fault(string? text)
    {
        StructuredField.TryParseItem(text, out _);
        StructuredField.TryParseList(text, out _);
        StructuredField.TryParseDictionary(text, out _);
    }
}
