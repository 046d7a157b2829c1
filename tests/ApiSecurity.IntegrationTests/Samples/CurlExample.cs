using System.Net.Http.Headers;
using System.Text;
using System.Text.RegularExpressions;

namespace ApiSecurity.IntegrationTests.Samples;

/// <summary>A block of README: a line that calls curl, and what it answers. A line <c>…</c> leaves out headers.</summary>
public sealed partial record CurlExample(string Command, string StatusLine, IReadOnlyList<string> Headers, string Body)
{
    public static IEnumerable<CurlExample> In(string markdown)
    {
        ArgumentNullException.ThrowIfNull(markdown);
        foreach (Match block in Blocks.Matches(markdown))
        {
            var lines = block.Groups["text"].Value.TrimEnd().Split('\n');
            var head = lines.Skip(2).TakeWhile(line => line.Length > 0).ToList();
            yield return new CurlExample(
                lines[0]["$ ".Length..], lines[1], [.. head.Where(line => line != "…")], string.Join('\n', lines.Skip(2 + head.Count + 1)));
        }
    }

    /// <summary>The same request without curl: the few options that the examples use.</summary>
    public HttpRequestMessage ToRequest(Uri address, Func<string, string> variable)
    {
        var words = new Queue<string>(Words.Matches(Command).Select(word => word.Groups["word"].Value));
        if (words.Dequeue() != "curl" || words.Dequeue() != "-i")
        {
            throw new FormatException($"Not a line that begins with curl -i: {Command}");
        }

        var request = new HttpRequestMessage(HttpMethod.Get, new Uri(address, new Uri(words.Dequeue()).PathAndQuery));
        while (words.TryDequeue(out var option))
        {
            switch (option)
            {
                case "-H":
                    var (name, value) = Split(words.Dequeue());
                    request.Headers.TryAddWithoutValidation(name, Variables.Replace(value, match => variable(match.Groups["name"].Value)));
                    break;
                case "--json":
                    request.Method = HttpMethod.Post;
                    request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
                    request.Content = new StringContent(words.Dequeue(), Encoding.UTF8, "application/json");
                    break;
                default:
                    throw new FormatException($"The examples don't use {option}: {Command}");
            }
        }

        return request;
    }

    private static (string Name, string Value) Split(string header) => (header[..header.IndexOf(':')], header[(header.IndexOf(':') + 1)..].Trim());

    [GeneratedRegex(@"^```console\n(?<text>\$ curl .*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Blocks { get; }

    [GeneratedRegex("""'(?<word>[^']*)'|"(?<word>[^"]*)"|(?<word>\S+)""")]
    private static partial Regex Words { get; }

    [GeneratedRegex(@"\$(?<name>[A-Z]+)")]
    private static partial Regex Variables { get; }
}
