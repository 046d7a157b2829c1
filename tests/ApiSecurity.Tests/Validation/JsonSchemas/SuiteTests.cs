namespace ApiSecurity.Tests.Validation.JsonSchemas;

/// <summary>What the JSON-Schema-Test-Suite says of the five drafts. The counts are those of docs/json-schema.md.</summary>
public sealed class SuiteTests
{
    [Theory]
    [InlineData("draft4", 0)]
    [InlineData("draft6", 0)]
    [InlineData("draft7", 0)]
    [InlineData("draft2019-09", 0)]
    [InlineData("draft2020-12", 0)]
    public void All_that_is_required_holds(string draft, int count)
    {
        var (right, wrong) = Run(draft, string.Empty);

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.Equal(count, right);
    }

    private static (int Right, List<string> Wrong) Run(string draft, string folder)
    {
        var (right, wrong) = (0, new List<string>());
        foreach (var (name, schema, data, isValid) in SchemaSuite.Cases(draft, folder))
        {
            var (answer, reason) = SchemaSuite.Ask(draft, folder, schema, data);
            if (answer == isValid)
            {
                right++;
            }
            else
            {
                wrong.Add($"{name}: {reason ?? (isValid ? "refused" : "accepted")}");
            }
        }

        return (right, wrong);
    }
}
