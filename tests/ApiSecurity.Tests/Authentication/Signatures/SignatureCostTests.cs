using System.Globalization;
using System.Text;
using ApiSecurity.Authentication;
using ApiSecurity.Pipeline;

namespace ApiSecurity.Tests.Authentication.Signatures;

/// <summary>What somebody without a key can have done: it grows with what was sent, and not with how often a description names it.</summary>
public sealed class SignatureCostTests
{
    private const int Many = 64;

    private static readonly string Filler = string.Concat(Enumerable.Range(0, 900).Select(number => string.Create(CultureInfo.InvariantCulture, $"&filler{number}=v")));

    [Fact]
    public void A_long_query_is_parsed_once_however_many_parameters_are_covered()
    {
        var message = new TestComponents(string.Join('&', Enumerable.Range(0, Many).Select(number => $"p{number}=1")) + Filler, [], []);

        AssertOnce(message, number => $"\"@query-param\";name=\"p{number}\"");
    }

    [Fact]
    public void A_long_field_is_parsed_once_however_many_members_are_covered()
    {
        var value = string.Join(',', Enumerable.Range(0, Many).Select(number => $"p{number}=1")) + Filler.Replace('&', ',').Replace("=v", "=1", StringComparison.Ordinal);
        var message = new TestComponents(null, [], new() { ["example-dict"] = [value] });

        AssertOnce(message, number => $"\"example-dict\";key=\"p{number}\"");
    }

    private static void AssertOnce(TestComponents message, Func<int, string> component)
    {
        string[] one = [component(0)];
        var all = Enumerable.Range(0, Many).Select(component).ToArray();
        Assert.Equal(Many + 1, BaseOf(message, all)!.Split('\n').Length);

        var (single, many) = (Allocated(message, one), Allocated(message, all));
        // Each component has a line to write; parsing again would cost about as much as the first does all in all.
        Assert.True(many < 2 * single, $"{Many} components of one long value had {many} bytes allocated, one of them {single}");
    }

    private static long Allocated(TestComponents message, string[] components)
    {
        var input = Read(components);
        SignatureBase.TryBuild(input.Member, input.Components, message, out _);
        var before = GC.GetAllocatedBytesForCurrentThread();
        SignatureBase.TryBuild(input.Member, input.Components, message, out _);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static string? BaseOf(TestComponents message, IEnumerable<string> components)
    {
        var input = Read(components);
        return SignatureBase.TryBuild(input.Member, input.Components, message, out var signed) ? Encoding.ASCII.GetString(signed) : null;
    }

    private static SignatureInput Read(IEnumerable<string> components)
    {
        Assert.True(StructuredField.TryParseDictionary($"sig=({string.Join(' ', components)})", out var parsed));
        return Assert.IsType<SignatureInput>(SignatureInput.Read(parsed[0].Value));
    }
}
