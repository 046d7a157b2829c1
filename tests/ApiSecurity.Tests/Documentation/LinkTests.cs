using Markdig;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace ApiSecurity.Tests.Documentation;

/// <summary>A link of README or of a page to a file of the repository leads somewhere.</summary>
public sealed class LinkTests
{
    [Fact]
    public void Links_lead_to_what_is_there()
    {
        var links = (
            from file in Directory.EnumerateFiles(Repository.PathOf("docs"), "*.md", SearchOption.AllDirectories).Append(Repository.PathOf("README.md"))
            from link in Markdown.Parse(File.ReadAllText(file)).Descendants<LinkInline>()
            where link.Url is { Length: > 0 } url && url[0] != '#' && !Uri.IsWellFormedUriString(url, UriKind.Absolute)
            select (From: file, To: Path.Combine(Path.GetDirectoryName(file)!, link.Url!.Split('#')[0]))).ToArray();

        Assert.NotEmpty(links);
        Assert.All(links, link => Assert.True(Path.Exists(link.To), $"{Path.GetRelativePath(Repository.Root, link.From)} links to {link.To}, which is not there."));
    }
}
