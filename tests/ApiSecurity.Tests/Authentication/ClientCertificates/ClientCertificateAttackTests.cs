using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ApiSecurity.Authentication;
using FsCheck.Xunit;
using Microsoft.AspNetCore.HttpOverrides;

namespace ApiSecurity.Tests.Authentication.ClientCertificates;

public sealed class ClientCertificateAttackTests : IDisposable
{
    private readonly TestAuthority _authority = new();
    private readonly TestAuthority _evil = new();

    public void Dispose()
    {
        _authority.Dispose();
        _evil.Dispose();
    }

    [Fact]
    public async Task The_name_of_a_client_from_another_authority_of_the_same_name_is_refused()
    {
        await using var app = await CertificateApp.BehindProxyAsync(CertificateApp.Knows(_authority));
        using var certificate = _evil.Issue();

        await app.RefusedAsync(certificate, "certificate_issuer_untrusted", SecurityEventSeverity.High);
    }

    [Fact]
    public async Task One_authority_can_not_sign_the_clients_of_another()
    {
        await using var app = await CertificateApp.BehindProxyAsync(options =>
        {
            CertificateApp.Knows(_authority, client =>
            {
                client.SubjectName = "CN=client";
                client.Authority = "own";
            })(options);
            options.Authorities["partner"] = _evil.File;
            options.Clients["partner"] = CertificateApp.Client(client =>
            {
                client.Subject = "partner";
                client.SubjectName = "CN=partner";
                client.Authority = "partner";
            });
        });
        using var partner = _evil.Issue("CN=partner");
        using var impostor = _evil.Issue("CN=client");

        Assert.Equal(HttpStatusCode.OK, (await app.ToldAsync("/me", partner)).Status);
        await app.RefusedAsync(impostor, "certificate_issuer_untrusted", SecurityEventSeverity.High);
    }

    [Fact]
    public async Task Who_has_a_certificate_can_not_sign_others_with_it()
    {
        await using var app = await CertificateApp.BehindProxyAsync(CertificateApp.Knows(_authority));
        using var honest = _authority.Issue("CN=somebody", request => request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true)));
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var forged = new CertificateRequest("CN=client", key, HashAlgorithmName.SHA256).Create(
            honest.SubjectName, X509SignatureGenerator.CreateForECDsa(honest.GetECDsaPrivateKey()!), new(2020, 1, 1, 0, 0, 0, default), new(2100, 1, 1, 0, 0, 0, default), [1, 2]);

        var (status, _) = await app.ToldAsync("/me", forged, honest, _authority.Certificate);

        Assert.Equal(HttpStatusCode.Unauthorized, status);
        Assert.Equal("certificate_issuer_untrusted", (await app.Events.NextAsync()).Reason);
    }

    [Fact]
    public async Task A_root_that_comes_with_the_certificate_counts_for_nothing()
    {
        await using var app = await CertificateApp.BehindProxyAsync(CertificateApp.Knows(_authority));
        using var certificate = _evil.Issue();

        Assert.Equal(HttpStatusCode.Unauthorized, (await app.ToldAsync("/me", certificate, _evil.Certificate)).Status);
        Assert.Equal("certificate_issuer_untrusted", (await app.Events.NextAsync()).Reason);
    }

    [Fact]
    public async Task An_authority_between_is_taken_from_the_proxy_or_from_the_file()
    {
        using var between = new TestAuthority("CN=Between", _authority);
        using var certificate = between.Issue();
        await using (var app = await CertificateApp.BehindProxyAsync(CertificateApp.Knows(_authority)))
        {
            Assert.Equal(HttpStatusCode.OK, (await app.ToldAsync("/me", certificate, between.Certificate)).Status);
        }

        await using (var without = await CertificateApp.BehindProxyAsync(CertificateApp.Knows(_authority)))
        {
            await without.RefusedAsync(certificate, "certificate_issuer_untrusted");
        }

        var bundle = Path.Combine(Path.GetDirectoryName(between.File)!, "bundle.pem");
        await File.WriteAllTextAsync(bundle, $"{between.Certificate.ExportCertificatePem()}\n{_authority.Certificate.ExportCertificatePem()}", TestContext.Current.CancellationToken);
        await using var bundled = await CertificateApp.BehindProxyAsync(options =>
        {
            CertificateApp.Knows(_authority)(options);
            options.Authorities["own"] = bundle;
        });
        Assert.Equal(HttpStatusCode.OK, (await bundled.ToldAsync("/me", certificate)).Status);
    }

    [Fact]
    public async Task Certificates_count_in_their_time_and_for_their_use_alone()
    {
        await using var app = await CertificateApp.BehindProxyAsync(CertificateApp.Knows(_authority));
        var now = app.Time.GetUtcNow();
        using var over = _authority.Issue(to: now.AddSeconds(-1));
        using var early = _authority.Issue(from: now.AddSeconds(1));
        using var server = _authority.Issue(change: request => request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], false)));
        using var cipher = _authority.Issue(change: request => request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyEncipherment, true)));
        using var client = _authority.Issue(change: request =>
        {
            request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1"), new Oid("1.3.6.1.5.5.7.3.2")], false));
            request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        });

        await app.RefusedAsync(over, "certificate_expired", SecurityEventSeverity.Low);
        await app.RefusedAsync(early, "certificate_not_yet_valid", SecurityEventSeverity.Low);
        await app.RefusedAsync(server, "certificate_use");
        await app.RefusedAsync(cipher, "certificate_use");
        Assert.Equal(HttpStatusCode.OK, (await app.ToldAsync("/me", client)).Status);
    }

    [Fact]
    public async Task A_listed_certificate_ends_too()
    {
        using var listed = _authority.Issue(to: new DateTimeOffset(2026, 1, 1, 0, 2, 0, TimeSpan.Zero));
        await using var app = await CertificateApp.BehindProxyAsync(options => options.Clients["billing"] = CertificateApp.Client(client => client.Thumbprint = listed.GetCertHashString(HashAlgorithmName.SHA256)));

        Assert.Equal(HttpStatusCode.OK, (await app.ToldAsync("/me", listed)).Status);
        app.Time.Advance(TimeSpan.FromSeconds(121));
        await app.RefusedAsync(listed, "certificate_expired");
    }

    [Fact]
    public async Task Weak_certificates_are_refused()
    {
        using var small = RSA.Create(1024);
        using var shortKey = _authority.Issue(rsa: small);
        using var broken = _authority.IssueWithSha1();
        await using var app = await CertificateApp.BehindProxyAsync(CertificateApp.Knows(_authority));

        await app.RefusedAsync(shortKey, "certificate_weak");
        await app.RefusedAsync(broken, "certificate_weak");
    }

    [Fact]
    public async Task A_certificate_of_two_clients_is_nobodys()
    {
        await using var app = await CertificateApp.BehindProxyAsync(options =>
        {
            CertificateApp.Knows(_authority)(options);
            options.Clients["admin"] = CertificateApp.Client(client =>
            {
                client.Subject = "admin";
                client.AlternativeName = "admin.example";
            });
        });
        using var both = _authority.Issue("CN=client", TestAuthority.Named("admin.example"));

        await app.RefusedAsync(both, "certificate_ambiguous");
    }

    [Fact]
    public async Task Names_that_stand_there_twice_or_broken_are_not_read()
    {
        await using var app = await CertificateApp.BehindProxyAsync(CertificateApp.Knows(_authority));
        using var broken = _authority.Issue(change: request => request.CertificateExtensions.Add(new X509Extension("2.5.29.17", [0x30, 0x05, 0x86], false)));

        await app.RefusedAsync(broken, "certificate_malformed");
    }

    [Theory]
    [InlineData("2.5.29.37")]
    [InlineData("2.5.29.15")]
    [InlineData("2.5.29.19")]
    [InlineData("2.5.29.35")]
    public async Task An_extension_that_can_not_be_read_is_refused_and_no_failure(string oid)
    {
        await using var app = await CertificateApp.BehindProxyAsync(CertificateApp.Knows(_authority));
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var broken = _authority.Sign(new PublicKey(key), request => request.CertificateExtensions.Add(new X509Extension(oid, [0x04, 0x7F, 0x01], critical: true)));

        var (status, _) = await app.ToldAsync("/me", broken);

        Assert.Equal(HttpStatusCode.Unauthorized, status);
    }

    [Fact]
    public async Task A_key_that_is_none_is_refused_and_no_failure()
    {
        await using var app = await CertificateApp.BehindProxyAsync(CertificateApp.Knows(_authority));
        var key = new PublicKey(new Oid("1.2.840.113549.1.1.1"), new AsnEncodedData([0x05, 0x00]), new AsnEncodedData([0x30, 0x03, 0x02, 0x01, 0x00]));
        using var broken = _authority.Sign(key);

        await app.RefusedAsync(broken, "certificate_malformed");
    }

    [Fact]
    public async Task A_certificate_with_any_byte_changed_is_refused_and_no_failure()
    {
        await using var app = await CertificateApp.BehindProxyAsync(CertificateApp.Knows(_authority), settings: new() { ["Lockout:DisabledReason"] = "many are sent", ["RateLimiting:DisabledReason"] = "the same" });
        using var certificate = _authority.Issue(change: TestAuthority.Named("spiffe://example.org/billing"));
        Assert.Equal(HttpStatusCode.OK, (await app.ToldAsync("/me", certificate)).Status);
        var random = new Random(20260101);
        for (var position = 1; position < certificate.RawData.Length; position++)
        {
            var bytes = certificate.RawData.ToArray();
            bytes[position] ^= (byte)(1 << random.Next(8));
            using var response = await app.GetAsync("/me", null, ("Client-Cert", $":{Convert.ToBase64String(bytes)}:"));
            Assert.True(response.StatusCode == HttpStatusCode.Unauthorized, $"{(int)response.StatusCode} with byte {position} {bytes[position]:x2} of {Convert.ToHexString(certificate.RawData)}");
        }
    }

    [Fact]
    public async Task What_the_machine_trusts_is_not_what_the_tests_authority_signs()
    {
        await using var app = await CertificateApp.BehindProxyAsync(options =>
        {
            CertificateApp.Knows(_authority)(options);
            options.Authorities["own"] = "system";
        });
        using var certificate = _authority.Issue();

        await app.RefusedAsync(certificate, "certificate_issuer_untrusted");
    }

    [Property(MaxTest = 300)]
    public void Any_names_are_read_without_an_exception(byte[] bytes)
    {
        using var certificate = TestAuthority.SelfSigned("CN=client", request => request.CertificateExtensions.Add(new X509Extension("2.5.29.17", [0x30, (byte)(bytes?.Length ?? 0), .. bytes ?? []], false)));
        CertificateNames.Read(certificate);
    }

    [Theory]
    [InlineData(CertificateApp.Proxy, true, true)]
    [InlineData(CertificateApp.Proxy, false, false)]
    [InlineData("203.0.113.9", true, false)]
    [InlineData("203.0.113.9", false, false)]
    public async Task The_header_counts_from_a_trusted_proxy_alone_and_where_it_is_switched_on(string peer, bool isOn, bool isLetIn)
    {
        await using var app = await CertificateApp.BehindProxyAsync(CertificateApp.Knows(_authority), peer, isOn);
        using var certificate = _authority.Issue();

        Assert.Equal(isLetIn ? HttpStatusCode.OK : HttpStatusCode.Unauthorized, (await app.ToldAsync("/me", certificate)).Status);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_proxys_own_certificate_is_never_the_callers(bool isOn)
    {
        using var certificate = _authority.Issue();
        await using var app = await CertificateApp.BehindProxyAsync(CertificateApp.Knows(_authority), isOn: isOn, ofConnection: certificate);
        using var response = await app.GetAsync("/me", null);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    [Fact]
    public async Task Where_the_application_reads_forwarded_headers_itself_nobodys_header_counts()
    {
        await using var app = await CertificateApp.BehindProxyAsync(
            CertificateApp.Knows(_authority), services: services => services.Configure<ForwardedHeadersOptions>(options => options.ForwardedHeaders = ForwardedHeaders.XForwardedFor));
        using var certificate = _authority.Issue();

        Assert.Equal(HttpStatusCode.Unauthorized, (await app.ToldAsync("/me", certificate)).Status);
    }

    [Fact]
    public async Task Headers_that_are_malformed_or_doubled_are_refused_and_told()
    {
        await using var app = await CertificateApp.BehindProxyAsync(CertificateApp.Knows(_authority), settings: new() { ["Lockout:DisabledReason"] = "many are sent" });
        using var certificate = _authority.Issue();
        var good = TestAuthority.HeaderOf(certificate);
        foreach (var headers in (string[][])[[good, good], [$"{good}, {good}"], [good.Trim(':')], [good[..^6] + ":"], ["::"], [":MAA=:"], ["text"]])
        {
            using var response = await app.GetAsync("/me", null, [.. headers.Select(header => ("Client-Cert", header))]);
            Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
            Assert.Equal("certificate_malformed", (await app.Events.NextAsync()).Reason);
        }

        foreach (var chain in (string[])["text", ":MAA=:", string.Join(", ", Enumerable.Repeat(good, 9))])
        {
            using var response = await app.GetAsync("/me", null, ("Client-Cert", good), ("Client-Cert-Chain", chain));
            Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
            Assert.Equal("certificate_malformed", (await app.Events.NextAsync()).Reason);
        }
    }

    [Fact]
    public async Task A_flood_of_strangers_certificates_is_stopped_and_one_that_is_sent_again_is_no_guess()
    {
        await using var app = await CertificateApp.BehindProxyAsync(CertificateApp.Knows(_authority));
        using var stranger = TestAuthority.SelfSigned("CN=stranger");
        for (var count = 0; count < 100; count++)
        {
            Assert.Equal(HttpStatusCode.Unauthorized, (await app.ToldAsync("/me", stranger)).Status);
        }

        var statuses = new List<HttpStatusCode>();
        for (var count = 0; count < 100; count++)
        {
            using var another = TestAuthority.SelfSigned("CN=stranger");
            statuses.Add((await app.ToldAsync("/me", another)).Status);
        }

        Assert.Contains(HttpStatusCode.TooManyRequests, statuses);
    }

    [Fact]
    public async Task Another_page_can_not_use_the_certificate_of_a_browser_behind_a_proxy()
    {
        await using var app = await CertificateApp.BehindProxyAsync(CertificateApp.Knows(_authority));
        using var certificate = _authority.Issue();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/change");
        request.Headers.Add("Client-Cert", TestAuthority.HeaderOf(certificate));
        request.Headers.Add("Origin", "https://evil.example");
        request.Headers.Add("Sec-Fetch-Site", "cross-site");

        using var response = await app.CreateClient().SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
    }

    [Fact]
    public void The_memory_of_certificates_is_bounded()
    {
        var memory = new CertificateMemory();
        var now = DateTimeOffset.UnixEpoch;
        for (var index = 0; index < 3 * CertificateMemory.Capacity; index++)
        {
            memory.Add($"{index}", new CertificateVerdict(null, null, now.AddMinutes(1)), now);
            Assert.True(memory.Count <= CertificateMemory.Capacity);
        }

        memory.Add("ended", CertificateVerdict.Refused(ClientCertificateRefusal.Unknown), now);
        Assert.Null(memory.Find("ended", now));
        Assert.NotNull(memory.Find($"{(3 * CertificateMemory.Capacity) - 1}", now));
    }
}
