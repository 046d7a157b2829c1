namespace ApiSecurity.Tests.Validation.JsonSchemas;

/// <summary>
/// What the JSON-Schema-Test-Suite says of the five drafts. The counts are those of docs/json-schema.md. A case that is missed would stand here, by file and names, with its
/// reason; the list may only become shorter.
/// </summary>
public sealed class SuiteTests
{
    private static readonly Dictionary<string, string> Missed = [];

    [Theory]
    [InlineData("draft4", "", 618)]
    [InlineData("draft6", "", 839)]
    [InlineData("draft7", "", 927)]
    [InlineData("draft2019-09", "", 1259)]
    [InlineData("draft2020-12", "", 1299)]
    [InlineData("draft4", "optional", 100)]
    [InlineData("draft6", "optional", 106)]
    [InlineData("draft7", "optional", 118)]
    [InlineData("draft2019-09", "optional", 158)]
    [InlineData("draft2020-12", "optional", 162)]
    [InlineData("draft4", "optional/format", 219)]
    [InlineData("draft6", "optional/format", 325)]
    [InlineData("draft7", "optional/format", 676)]
    [InlineData("draft2019-09", "optional/format", 757)]
    [InlineData("draft2020-12", "optional/format", 764)]
    public void All_cases_hold(string draft, string folder, int count)
    {
        var (right, wrong) = (0, new List<string>());
        var asker = new SchemaSuite.Asker(draft, folder);
        foreach (var (name, schema, data, isValid) in SchemaSuite.Cases(draft, folder))
        {
            var (answer, reason) = asker.Ask(schema, data);
            if (answer == isValid)
            {
                right++;
            }
            else if (!Missed.ContainsKey($"{draft}/{folder}/{name}"))
            {
                wrong.Add($"{name}: {reason ?? (isValid ? "refused" : "accepted")}");
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.Equal(count, right);
    }
}
