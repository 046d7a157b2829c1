namespace ApiSecurity.Tests.Documentation;

public sealed class ReasonCodeTests
{
    public static TheoryData<string> Codes() =>
        [.. typeof(ReasonCodes).GetFields().Where(field => field.IsLiteral).Select(field => (string)field.GetRawConstantValue()!)];

    [Theory]
    [MemberData(nameof(Codes))]
    public void Every_reason_code_has_its_entry_in_the_guide(string code)
    {
        var guide = File.ReadAllText(Repository.PathOf("docs", "why-was-i-rejected.md"));

        Assert.True(guide.Contains($"`{code}`", StringComparison.Ordinal), $"docs/why-was-i-rejected.md does not mention `{code}`: add cause and fix.");
    }

    [Fact]
    public void Reason_codes_are_snake_case_and_unique()
    {
        var codes = Codes().Select(row => row.Data).ToArray();

        Assert.All(codes, code => Assert.Matches("^[a-z][a-z0-9_]*$", code));
        Assert.Equal(codes.Length, codes.Distinct().Count());
    }
}
