using ApiSecurity.Authentication;
using Microsoft.AspNetCore.WebUtilities;

namespace ApiSecurity.Tests.Authentication.Signatures;

/// <summary>Single query parameters (RFC 9421 section 2.2.8), as an attacker sees them: what is added to the query, and what the application makes of it.</summary>
public sealed class SignedQueryTests
{
    [Theory]
    [InlineData("a=1", "a", "1")]
    [InlineData("a", "a", "")]
    [InlineData("a=", "a", "")]
    [InlineData("&&a=1&", "a", "1")]
    [InlineData("a=b=c", "a", "b%3Dc")]
    [InlineData("=1", "", "1")]
    [InlineData("a=x+y%20z", "a", "x%20y%20z")]
    [InlineData("%61=%7e~*-._", "a", "%7E%7E*-._")]
    [InlineData("a=%C3%A9", "a", "%C3%A9")]
    [InlineData("a%20b=1", "a%20b", "1")]
    [InlineData("a+b=1", "a%20b", "1")]
    [InlineData("a=%zz%4", "a", "%25zz%254")]
    [InlineData("a=%0A%22", "a", "%0A%22")]
    public void A_parameter_has_one_form(string query, string name, string expected) => Assert.Equal(expected, new SignedQuery(query).Find(name));

    [Theory]
    [InlineData("a=1&a=1", "a")]
    [InlineData("a=1&a=2&a=3", "a")]
    [InlineData("a=1&%61=2", "a")]
    [InlineData("a=1&A=2", "a")]
    [InlineData("a=1&A=2", "A")]
    [InlineData("%C3%A9=1&%C3%89=2", "%C3%A9")]
    [InlineData("a=1", "b")]
    [InlineData("a=1", "A")]
    [InlineData("a b=1", "a b")]
    [InlineData("a+b=1", "a+b")]
    [InlineData("%61=1", "%61")]
    [InlineData("a=%FF", "a")]
    [InlineData("a=%C3", "a")]
    [InlineData("%FF=1", "%EF%BF%BD")]
    [InlineData("", "a")]
    [InlineData(null, "a")]
    public void What_is_not_there_comes_twice_or_could_be_something_else_has_none(string? query, string name) => Assert.Null(new SignedQuery(query).Find(name));

    [Theory]
    [InlineData("A")]
    [InlineData("%41")]
    [InlineData("%61")]
    public void What_the_application_joins_is_not_one_parameter_here(string added)
    {
        var query = $"a=signed&{added}=forged";

        Assert.Equal("signed,forged", QueryHelpers.ParseQuery("?" + query)["a"].ToString());
        Assert.Null(new SignedQuery(query).Find("a"));
    }

    [Fact]
    public void A_query_of_more_parameters_than_anybody_reads_has_none() =>
        Assert.Null(new SignedQuery("a=1" + string.Concat(Enumerable.Range(0, 1024).Select(number => $"&p{number}=1"))).Find("a"));

    [Fact]
    public async Task A_parameter_that_was_added_in_other_case_does_not_pass_for_the_signed_one()
    {
        var settings = new Dictionary<string, string?> { ["HttpSignatures:RequiredComponents:0"] = "@method" };
        await using var app = await SignatureApp.StartAsync(settings, map: app => app.MapGet("/pay", (string amount) => amount));
        HttpRequestMessage Request(string target, string nonce) => new SignedCall
        {
            Target = target,
            Components = { "\"@query-param\";name=\"amount\"" },
            Query = { ["amount"] = "1" },
        }.At(app.Time.GetUtcNow()).With("nonce", $"\"{nonce}\"").Build();

        Assert.Equal("1", await app.AcceptedAsync(Request("/pay?amount=1", "a")));
        await app.RefusedAsync(Request("/pay?amount=1&Amount=1000", "b"), "signature_component_unresolved");
        await app.RefusedAsync(Request("/pay?amount=1000", "c"), "signature_invalid");
    }
}
