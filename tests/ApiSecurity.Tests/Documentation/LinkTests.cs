using Markdig;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace ApiSecurity.Tests.Documentation;

/// <summary>A link of README to a file of the repository leads somewhere.</summary>
public sealed class LinkTests
{
    [Fact]
    public void README_links_to_what_is_there()
    {
        var links = Markdown.Parse(File.ReadAllText(Repository.PathOf("README.md"))).Descendants<LinkInline>()
            .Select(link => link.Url!)
            .Where(url => !Uri.IsWellFormedUriString(url, UriKind.Absolute))
            .ToList();

        Assert.NotEmpty(links);
        Assert.DoesNotContain(links, link => !Path.Exists(Repository.PathOf(link.Split('#')[0])));
    }
}
