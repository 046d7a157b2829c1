using System.Security.Cryptography;
using System.Text;
using ApiSecurity.Authentication;
using Microsoft.Extensions.Options;

namespace ApiSecurity.Tests.Authentication.Signatures;

/// <summary>The signing side against the checking side, in process and over a socket.</summary>
public sealed class HttpSignatureHandlerTests
{
    private static readonly string Secret = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    public static TheoryData<string, bool> Algorithms() => new()
    {
        { HttpSignatureAlgorithms.EcdsaP256Sha256, true },
        { HttpSignatureAlgorithms.EcdsaP384Sha384, false },
        { HttpSignatureAlgorithms.RsaPssSha512, false },
        { HttpSignatureAlgorithms.RsaPkcs1Sha256, false },
        { HttpSignatureAlgorithms.HmacSha256, true },
    };

    [Theory]
    [MemberData(nameof(Algorithms))]
    public async Task What_the_client_signs_the_server_accepts(string algorithm, bool kestrel)
    {
        var (signing, checking) = Keys(algorithm);
        await using var app = await StartAsync(algorithm, checking, kestrel);
        using var client = Client(app, Options(algorithm, signing));

        for (var round = 0; round < 2; round++)
        {
            Assert.Equal("signed by client", await client.GetStringAsync("/who?a=%C3%A4&b=+x", TestContext.Current.CancellationToken));
            using var posted = await client.PostAsync("/raw", new StringContent("{\"text\":\"ä\"}", Encoding.UTF8, "application/json"), TestContext.Current.CancellationToken);
            Assert.Equal("{\"text\":\"ä\"}", await posted.TextAsync());
        }

        Assert.Empty(app.Events.Pending);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Content_of_any_length_and_framing_arrives_whole(bool kestrel)
    {
        var (signing, checking) = Keys(HttpSignatureAlgorithms.EcdsaP256Sha256);
        await using var app = await StartAsync(HttpSignatureAlgorithms.EcdsaP256Sha256, checking, kestrel, new() { ["HttpSignatures:MaxBodyBytes"] = "3000000", ["Transport:Limits:MaxBodyBytes"] = "3000000" });
        using var client = Client(app, Options(HttpSignatureAlgorithms.EcdsaP256Sha256, signing, options => options.DigestAlgorithm = "sha-512"));
        foreach (var length in new[] { 0, 1, 4096, 2_500_000 })
        {
            var bytes = new byte[length];
            new Random(length).NextBytes(bytes);
            using var response = await client.PostAsync("/hash", new StreamContent(new MemoryStream(bytes)), TestContext.Current.CancellationToken);
            Assert.Equal(Convert.ToHexString(SHA256.HashData(bytes)), await response.TextAsync());
        }
    }

    [Fact]
    public async Task A_proxy_that_changes_what_was_signed_is_found_out()
    {
        var (signing, checking) = Keys(HttpSignatureAlgorithms.EcdsaP256Sha256);
        await using var app = await StartAsync(HttpSignatureAlgorithms.EcdsaP256Sha256, checking, kestrel: true);
        using var client = new HttpClient(new HttpSignatureHandler(Options(HttpSignatureAlgorithms.EcdsaP256Sha256, signing), app.Time)
        {
            InnerHandler = new Changing { InnerHandler = new SocketsHttpHandler() },
        })
        { BaseAddress = app.Address };

        using var response = await client.PostAsync("/raw", new StringContent("pay 10"), TestContext.Current.CancellationToken);

        Assert.Equal(401, (int)response.StatusCode);
        Assert.Equal("content_digest_mismatch", (await app.Events.NextAsync()).Reason);
    }

    [Fact]
    public async Task Clients_of_the_factory_sign_and_retries_are_signed_anew()
    {
        var (signing, checking) = Keys(HttpSignatureAlgorithms.EcdsaP256Sha256);
        await using var app = await StartAsync(HttpSignatureAlgorithms.EcdsaP256Sha256, checking, kestrel: true);
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(app.Time);
        services.AddHttpClient("partner", client => client.BaseAddress = app.Address)
            .AddHttpMessageHandler(() => new Twice())
            .AddHttpSignatures(options =>
            {
                options.KeyId = "client";
                options.Key = signing;
                options.Lifetime = TimeSpan.FromSeconds(60);
            });
        await using var provider = services.BuildServiceProvider();
        using var client = provider.GetRequiredService<IHttpClientFactory>().CreateClient("partner");

        using var response = await client.PostAsync("/raw", new StringContent("text"), TestContext.Current.CancellationToken);
        Assert.Equal("text", await response.TextAsync());
        Assert.Empty(app.Events.Pending);
    }

    [Fact]
    public async Task A_synchronous_call_is_signed_too()
    {
        var (signing, checking) = Keys(HttpSignatureAlgorithms.EcdsaP256Sha256);
        await using var app = await StartAsync(HttpSignatureAlgorithms.EcdsaP256Sha256, checking, kestrel: true);
        using var client = Client(app, Options(HttpSignatureAlgorithms.EcdsaP256Sha256, signing));

#pragma warning disable xUnit1051 // It is the synchronous call that is looked at.
        using var response = client.Send(new HttpRequestMessage(HttpMethod.Get, "/who"));
#pragma warning restore xUnit1051

        Assert.Equal(200, (int)response.StatusCode);
    }

    [Fact]
    public async Task A_request_that_lacks_what_is_to_be_signed_is_not_sent()
    {
        var (signing, _) = Keys(HttpSignatureAlgorithms.EcdsaP256Sha256);
        using var client = new HttpClient(new HttpSignatureHandler(Options(HttpSignatureAlgorithms.EcdsaP256Sha256, signing, options =>
        {
            options.Components.Add("@method");
            options.Components.Add("x-order");
        }))
        { InnerHandler = new Changing() });

        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => client.GetAsync(new Uri("http://localhost/"), TestContext.Current.CancellationToken));

        Assert.Contains("x-order", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_length_is_signed_where_it_is_sent(bool? isChunked)
    {
        var (signing, checking) = Keys(HttpSignatureAlgorithms.EcdsaP256Sha256);
        await using var app = await StartAsync(HttpSignatureAlgorithms.EcdsaP256Sha256, checking, kestrel: true);
        using var client = Client(app, Options(HttpSignatureAlgorithms.EcdsaP256Sha256, signing, options =>
        {
            foreach (var component in new[] { "@method", "@target-uri", "content-digest", "content-length" })
            {
                options.Components.Add(component);
            }
        }));
        using var request = new HttpRequestMessage(HttpMethod.Post, "/raw") { Content = new StringContent("text") };
        request.Headers.TransferEncodingChunked = isChunked;

        if (isChunked == true)
        {
            Assert.Contains("content-length", (await Assert.ThrowsAsync<InvalidOperationException>(() => client.SendAsync(request, TestContext.Current.CancellationToken))).Message, StringComparison.Ordinal);
            return;
        }

        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal("text", await response.TextAsync());
    }

    [Fact]
    public void Options_that_can_not_be_used_are_told_without_the_key()
    {
        var (_, checking) = Keys(HttpSignatureAlgorithms.EcdsaP256Sha256);
        var services = new ServiceCollection();
        services.AddHttpClient("partner").AddHttpSignatures(options =>
        {
            options.KeyId = "ä";
            options.Key = checking;
            options.Tag = string.Empty;
            options.Lifetime = TimeSpan.Zero;
            options.DigestAlgorithm = "md5";
            options.Components.Add("Date");
        });
        using var provider = services.BuildServiceProvider();

        var error = Assert.Throws<OptionsValidationException>(() => provider.GetRequiredService<IOptionsMonitor<HttpSigningOptions>>().Get("partner"));

        Assert.Equal(6, error.Failures.Count());
        Assert.All(error.Failures, failure => Assert.StartsWith("AddHttpSignatures() of the client \"partner\": ", failure, StringComparison.Ordinal));
        Assert.DoesNotContain("BEGIN", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new HttpSignatureHandler(new HttpSigningOptions()));
    }

    internal static (string Signing, string Checking) Keys(string algorithm)
    {
        if (algorithm == HttpSignatureAlgorithms.HmacSha256)
        {
            return (Secret, Secret);
        }

        if (algorithm.StartsWith("rsa", StringComparison.Ordinal))
        {
            using var rsa = RSA.Create(2048);
            return (rsa.ExportPkcs8PrivateKeyPem(), rsa.ExportSubjectPublicKeyInfoPem());
        }

        using var ecdsa = ECDsa.Create(algorithm == HttpSignatureAlgorithms.EcdsaP256Sha256 ? ECCurve.NamedCurves.nistP256 : ECCurve.NamedCurves.nistP384);
        return (ecdsa.ExportECPrivateKeyPem(), ecdsa.ExportSubjectPublicKeyInfoPem());
    }

    private static HttpSigningOptions Options(string algorithm, string key, Action<HttpSigningOptions>? change = null)
    {
        var options = new HttpSigningOptions { KeyId = "client", Algorithm = algorithm, Key = key };
        change?.Invoke(options);
        return options;
    }

    private static Task<TestApp> StartAsync(string algorithm, string key, bool kestrel, Dictionary<string, string?>? settings = null) => TestApp.StartAsync(
        app =>
        {
            app.MapGet("/who", (ApiSecurity.Authorization.Caller caller) => $"signed by {caller.Subject}").RequireHttpSignature("@query");
            app.MapPost("/raw", async (HttpRequest request) => await new StreamReader(request.Body).ReadToEndAsync()).RequireHttpSignature();
            app.MapPost("/hash", async (HttpRequest request) => Convert.ToHexString(await SHA256.HashDataAsync(request.Body))).RequireHttpSignature();
        },
        settings,
        builder => builder.Services.AddApiSecurity().AddHttpSignatures(options =>
        {
            options.ValidAlgorithms.Add(algorithm);
            options.Keys["client"] = new HttpSignatureKeyOptions { Algorithm = algorithm, Key = key, Subject = "client" };
        }),
        kestrel: kestrel);

    private static HttpClient Client(TestApp app, HttpSigningOptions options)
    {
        var inner = app.App.Services.GetService<Microsoft.AspNetCore.Hosting.Server.IServer>() is Microsoft.AspNetCore.TestHost.TestServer server
            ? server.CreateHandler()
            : new SocketsHttpHandler();
        return new HttpClient(new HttpSignatureHandler(options, app.Time) { InnerHandler = inner }) { BaseAddress = app.Address };
    }

    /// <summary>Changes content on its way.</summary>
    private sealed class Changing : DelegatingHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var changed = new StringContent("pay 99");
            foreach (var (name, values) in request.Content!.Headers.NonValidated)
            {
                changed.Headers.Remove(name);
                changed.Headers.TryAddWithoutValidation(name, values);
            }

            request.Content = changed;
            return base.SendAsync(request, cancellationToken);
        }
    }

    private sealed class Twice : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            using var first = await base.SendAsync(request, cancellationToken);
            Assert.Equal(200, (int)first.StatusCode);
            return await base.SendAsync(request, cancellationToken);
        }
    }
}
