using ApiSecurity.Transport;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Microsoft.Extensions.Primitives;

namespace ApiSecurity.Tests.Transport;

public sealed class ForwardedParserTests
{
    /// <summary>Pieces that an attacker would build headers of.</summary>
    private static readonly Arbitrary<string> Headers =
        Gen.Elements("for", "=", "\"", "\\", ";", ",", " ", "\t", "proto", "https", "host", "[", "]", ":", "::1", "1.2.3.4", "_a", "unknown", "\0", "\u007f", "é", "\u2028", "by", "FOR")
            .ArrayOf()
            .Select(string.Concat)
            .ToArbitrary();

    [Property(MaxTest = 2000)]
    public Property Any_text_is_read_or_refused_and_never_throws() => Prop.ForAll(Headers, header =>
    {
        var elements = new List<ForwardedElement>();
        var read = ForwardedParser.TryParse(header, elements);
        return !read || elements.All(element => element.For?.Contains('\0', StringComparison.Ordinal) != true);
    });

    [Property(MaxTest = 500)]
    public Property What_is_left_of_the_proxys_element_never_changes_what_it_says() => Prop.ForAll(Headers, forged =>
    {
        var elements = new List<ForwardedElement>();
        var read = ForwardedParser.TryParse(forged + ", for=203.0.113.9;proto=https", elements);
        return !read || elements[^1] == new ForwardedElement("203.0.113.9", "https", null);
    });

    [Property(MaxTest = 500)]
    public Property Quoted_text_comes_back_as_it_was() => Prop.ForAll(ArbMap.Default.ArbFor<NonNull<string>>(), text =>
    {
        var clean = new string([.. text.Get.Where(character => character is >= ' ' and not '\x7F')]);
        var quoted = "\"" + clean.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal) + "\"";
        var elements = new List<ForwardedElement>();
        return ForwardedParser.TryParse("for=" + quoted, elements) && elements.Single().For == clean;
    });

    [Property(MaxTest = 500)]
    public Property A_list_is_the_same_in_one_line_and_in_several() => Prop.ForAll(
        Gen.Elements("1.2.3.4", "[::1]:80", "unknown", "2001:db8::1").ArrayOf().ToArbitrary(),
        members =>
        {
            List<string> Taken(StringValues lines)
            {
                var list = new ReverseList(lines);
                var taken = new List<string>();
                while (list.TryTake(out var member))
                {
                    taken.Add(member.ToString());
                }

                return taken;
            }

            return Taken(string.Join(" , ", members)).SequenceEqual(Taken(members)) && Taken(members).SequenceEqual(members.Reverse());
        });

    [Fact]
    public void A_very_long_header_is_read_in_one_pass()
    {
        var elements = new List<ForwardedElement>();

        Assert.True(ForwardedParser.TryParse(string.Join(',', Enumerable.Repeat("for=1.2.3.4;;;", 50_000)), elements));
        Assert.Equal(50_000, elements.Count);
    }

    [Fact]
    public void Nothing_but_separators_is_no_element()
    {
        var elements = new List<ForwardedElement>();

        Assert.True(ForwardedParser.TryParse(new string(',', 100_000), elements));
        Assert.Empty(elements);
    }
}
