using System.Net;
using System.Security.Cryptography;
using ApiSecurity.Authentication;
using ApiSecurity.Tests;
using Microsoft.IdentityModel.Tokens;

namespace ApiSecurity.IntegrationTests.Authentication;

/// <summary>OpenIddict's JWTs, found by discovery.</summary>
public sealed class OpenIddictJwtTests
{
    [Fact]
    public async Task A_service_calls_with_a_token_of_its_own()
    {
        await using var server = await AuthorizationServer.StartAsync();
        await using var app = await TokenApi.StartJwtAsync(server);
        using var client = new ServerClient(server);

        var token = await client.GetOwnTokenAsync();

        Assert.Equal($"200 {AuthorizationServerClients.Worker}", await app.TextAsync(token));
        Assert.Equal(200, await app.StatusAsync(token, "/orders"));
        Assert.Equal(403, await app.StatusAsync(token, "/payments"));
    }

    [Fact]
    public async Task Somebody_signs_in_and_the_ID_and_refresh_tokens_open_nothing()
    {
        await using var server = await AuthorizationServer.StartAsync();
        await using var app = await TokenApi.StartJwtAsync(server);
        using var client = new ServerClient(server);

        var given = await client.SignInAsync("alice");

        Assert.Equal("200 alice", await app.TextAsync(given.GetProperty("access_token").GetString()!));
        Assert.Equal(401, await app.StatusAsync(given.GetProperty("refresh_token").GetString()!));
        Assert.Equal(401, await app.StatusAsync(given.GetProperty("id_token").GetString()!));
    }

    [Fact]
    public async Task A_code_is_of_no_use_without_its_verifier_or_twice()
    {
        await using var server = await AuthorizationServer.StartAsync();
        using var client = new ServerClient(server);
        var verifier = Base64UrlEncoder.Encode(RandomNumberGenerator.GetBytes(32));
        var code = await client.GetCodeAsync("alice", Base64UrlEncoder.Encode(SHA256.HashData(System.Text.Encoding.ASCII.GetBytes(verifier))));

        Assert.Equal(HttpStatusCode.BadRequest, (await client.RedeemAsync(code, Base64UrlEncoder.Encode(RandomNumberGenerator.GetBytes(32)))).Status);
        Assert.Equal(HttpStatusCode.OK, (await client.RedeemAsync(code, verifier)).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await client.RedeemAsync(code, verifier)).Status);
    }

    [Fact]
    public async Task A_refreshed_token_is_taken_where_the_first_has_ended()
    {
        await using var server = await AuthorizationServer.StartAsync();
        await using var app = await TokenApi.StartJwtAsync(server);
        using var client = new ServerClient(server);
        var given = await client.SignInAsync("alice");
        var first = given.GetProperty("access_token").GetString()!;
        Assert.Equal(200, await app.StatusAsync(first));

        Later(server, app, TimeSpan.FromMinutes(6));
        var (status, renewed) = await client.RefreshAsync(given.GetProperty("refresh_token").GetString()!);

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(401, await app.StatusAsync(first));
        Assert.Equal("token_expired", await app.ReasonAsync());
        Assert.Equal("200 alice", await app.TextAsync(renewed.GetProperty("access_token").GetString()!));
    }

    [Theory]
    [InlineData(329, 200)]
    [InlineData(330, 401)]
    public async Task A_token_ends_to_the_second_after_the_skew(int seconds, int status)
    {
        await using var server = await AuthorizationServer.StartAsync();
        await using var app = await TokenApi.StartJwtAsync(server);
        using var client = new ServerClient(server);
        var (known, unknown) = (await client.GetOwnTokenAsync(), await client.GetOwnTokenAsync());
        Assert.Equal(200, await app.StatusAsync(known));

        app.Time.Advance(TimeSpan.FromSeconds(seconds));

        Assert.Equal(status, await app.StatusAsync(known));
        Assert.Equal(status, await app.StatusAsync(unknown));
    }

    [Theory]
    [InlineData(30, 200)]
    [InlineData(31, 401)]
    public async Task A_server_whose_clock_is_ahead_is_borne_with_as_far_as_the_skew_goes(int seconds, int status)
    {
        await using var server = await AuthorizationServer.StartAsync();
        await using var app = await TokenApi.StartJwtAsync(server);
        using var client = new ServerClient(server);
        server.Time.Advance(TimeSpan.FromSeconds(seconds));

        var token = await client.GetOwnTokenAsync();

        Assert.Equal(status, await app.StatusAsync(token));
        app.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(await app.StatusAsync(token) == 200, "A second later the token is within the skew, whatever was remembered of it.");
    }

    [Fact]
    public async Task Tokens_that_are_encrypted_for_the_API_are_read_and_those_for_others_are_not()
    {
        using var key = RSA.Create(2048);
        using var other = RSA.Create(2048);
        await using var server = await AuthorizationServer.StartAsync(encryption: new RsaSecurityKey(key));
        await using var elsewhere = await AuthorizationServer.StartAsync(encryption: new RsaSecurityKey(other));
        var folder = Directory.CreateTempSubdirectory("apisecurity-keys-");
        try
        {
            var file = Path.Combine(folder.FullName, "api.pem");
            await File.WriteAllTextAsync(file, key.ExportPkcs8PrivateKeyPem(), TestContext.Current.CancellationToken);
            await using var app = await TokenApi.StartJwtAsync(server, new() { ["Jwt:DecryptionKeyFiles:0"] = file });
            using var client = new ServerClient(server);
            using var stranger = new ServerClient(elsewhere);

            var token = await client.GetOwnTokenAsync();

            Assert.Equal(5, token.Split('.').Length);
            Assert.Equal($"200 {AuthorizationServerClients.Worker}", await app.TextAsync(token));
            Assert.Equal(401, await app.StatusAsync(await stranger.GetOwnTokenAsync()));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task What_one_server_signed_opens_nothing_where_another_is_trusted()
    {
        await using var server = await AuthorizationServer.StartAsync();
        await using var impostor = await AuthorizationServer.StartAsync(key: AuthorizationServer.NewCurveKey());
        await using var app = await TokenApi.StartJwtAsync(server);
        using var client = new ServerClient(impostor);

        Assert.Equal(401, await app.StatusAsync(await client.GetOwnTokenAsync()));
        Assert.Equal("issuer_mismatch", await app.ReasonAsync());
    }

    [Fact]
    public async Task Two_servers_are_trusted_each_for_its_own()
    {
        await using var server = await AuthorizationServer.StartAsync();
        await using var partner = await AuthorizationServer.StartAsync(key: AuthorizationServer.NewCurveKey());
        await using var app = await TokenApi.StartJwtAsync(server, new()
        {
            ["Jwt:Issuers:partner:Authority"] = partner.Address,
            ["Jwt:Issuers:partner:SubjectPrefix"] = "partner:",
        });
        using var ours = new ServerClient(server);
        using var theirs = new ServerClient(partner);

        Assert.Equal($"200 {AuthorizationServerClients.Worker}", await app.TextAsync(await ours.GetOwnTokenAsync()));
        Assert.Equal($"200 partner:{AuthorizationServerClients.Worker}", await app.TextAsync(await theirs.GetOwnTokenAsync()));

        // With the partner away, its keys that are known count; its outage is not ours.
        partner.IsAway = true;
        Assert.Equal(200, await app.StatusAsync(await ours.GetOwnTokenAsync()));
    }

    [Fact]
    public async Task A_token_that_the_API_revokes_is_refused_at_once()
    {
        await using var server = await AuthorizationServer.StartAsync();
        await using var app = await TokenApi.StartJwtAsync(server);
        using var client = new ServerClient(server);
        var token = await client.GetOwnTokenAsync();
        Assert.Equal(200, await app.StatusAsync(token));

        await app.App.Services.GetRequiredService<ITokenRevocations>().RevokeAsync(
            new TokenRevocation(RevocationKind.Client, AuthorizationServerClients.Worker), TestContext.Current.CancellationToken);

        Assert.Equal("token_revocation", await app.ReasonAsync());
        Assert.Equal(401, await app.StatusAsync(token));
        Assert.Equal("token_revoked", await app.ReasonAsync());
    }

    internal static void Later(AuthorizationServer server, TestApp app, TimeSpan time)
    {
        server.Time.Advance(time);
        app.Time.Advance(time);
    }
}
