using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace ApiSecurity.Tests.Authentication.ClientCertificates;

/// <summary>Who is let in, over Kestrel's own TLS.</summary>
public sealed class ClientCertificateTests : IDisposable
{
    private readonly TestAuthority _authority = new();

    public void Dispose() => _authority.Dispose();

    [Theory]
    [InlineData("1.1", ClientCertificateMode.AllowCertificate)]
    [InlineData("2.0", ClientCertificateMode.AllowCertificate)]
    [InlineData("1.1", ClientCertificateMode.RequireCertificate)]
    public async Task A_caller_is_whom_the_certificate_of_the_connection_names(string version, ClientCertificateMode mode)
    {
        await using var app = await CertificateApp.OnTlsAsync(CertificateApp.Knows(_authority), mode);
        using var certificate = _authority.Issue();

        Assert.Equal((HttpStatusCode.OK, "billing billing-client north", ""), await app.OverTlsAsync("/me", certificate, version));
        Assert.Equal(HttpStatusCode.OK, (await app.OverTlsAsync("/write", certificate, version)).Status);
        Assert.Equal(HttpStatusCode.OK, (await app.OverTlsAsync("/proved", certificate, version)).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await app.OverTlsAsync("/admin", certificate, version)).Status);
        Assert.Equal("authz_fail", (await app.Events.NextAsync()).Name);
        Assert.Empty(app.Events.Pending);
    }

    [Fact]
    public async Task Without_a_certificate_nobody_is_known()
    {
        await using var app = await CertificateApp.OnTlsAsync(CertificateApp.Knows(_authority));

        var (status, body, challenge) = await app.OverTlsAsync("/me", null);
        Assert.Equal((HttpStatusCode.Unauthorized, "Certificate"), (status, challenge));
        Assert.Contains("\"code\":\"unauthenticated\"", body, StringComparison.Ordinal);
        Assert.Equal("nobody", (await app.OverTlsAsync("/open", null)).Body);
    }

    [Fact]
    public async Task A_certificate_that_anybody_could_make_is_not_accepted()
    {
        await using var app = await CertificateApp.OnTlsAsync(CertificateApp.Knows(_authority));
        using var forged = TestAuthority.SelfSigned();

        var (status, body, challenge) = await app.OverTlsAsync("/me", forged);

        Assert.Equal((HttpStatusCode.Unauthorized, "Certificate"), (status, challenge));
        Assert.Contains("\"code\":\"invalid_certificate\"", body, StringComparison.Ordinal);
        Assert.Equal(("certificate_issuer_untrusted", SecurityEventSeverity.High), Pick(await app.Events.NextAsync()));
        Assert.Equal("nobody", (await app.OverTlsAsync("/open", forged)).Body);
    }

    [Fact]
    public async Task A_certificate_that_signs_itself_is_accepted_by_its_hash_alone()
    {
        using var listed = TestAuthority.SelfSigned();
        using var other = TestAuthority.SelfSigned();
        await using var app = await CertificateApp.OnTlsAsync(options => options.Clients["billing"] = CertificateApp.Client(client => client.Thumbprint = Hash(listed, withColons: true)));

        Assert.Equal(HttpStatusCode.OK, (await app.OverTlsAsync("/me", listed)).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await app.OverTlsAsync("/me", other)).Status);
        Assert.Equal("certificate_unknown", (await app.Events.NextAsync()).Reason);
    }

    [Theory]
    [InlineData("spiffe://example.org/billing", "spiffe://example.org/billing", null)]
    [InlineData("spiffe://example.org/billing", "spiffe://example.org/billing,billing.example.org", null)]
    [InlineData("billing.example.org", "BILLING.example.org,other.example.org", null)]
    [InlineData("spiffe://example.org/billing", "spiffe://example.org/Billing", "certificate_unknown")]
    [InlineData("spiffe://example.org/billing", "spiffe://example.org/billing/admin", "certificate_unknown")]
    [InlineData("spiffe://example.org/billing", "spiffe://example.org/billing,spiffe://example.org/admin", "certificate_unknown")]
    [InlineData("spiffe://example.org/billing", "billing.example.org", "certificate_unknown")]
    [InlineData("billing.example.org", "*.example.org", "certificate_unknown")]
    [InlineData("billing.example.org", "billing.example.org\0.evil.org", "certificate_unknown")]
    [InlineData("billing.example.org", "", "certificate_unknown")]
    public async Task Alternative_names_are_compared_whole(string wanted, string has, string? reason)
    {
        await using var app = await CertificateApp.BehindProxyAsync(CertificateApp.Knows(_authority, client => client.AlternativeName = wanted));
        using var certificate = _authority.Issue("CN=billing.example.org", has.Length == 0 ? null : TestAuthority.Named(has.Split(',')));

        await ExpectAsync(app, certificate, reason);
    }

    [Theory]
    [InlineData("CN=billing, O=Example, C=DE", "CN=billing, O=Example, C=DE", null)]
    [InlineData("CN=billing,O=Example,C=DE", "CN=billing, O=Example, C=DE", null)]
    [InlineData("CN=billing", "CN=billing, O=Example, C=DE", "certificate_unknown")]
    [InlineData("CN=billing, O=Example", "CN=billing, O=Other", "certificate_unknown")]
    [InlineData("CN=billing, O=Example", "O=Example, CN=billing", "certificate_unknown")]
    [InlineData("CN=billing, O=Example", "CN=\"billing, O=Example\"", "certificate_unknown")]
    [InlineData("CN=billing", "CN=Billing", "certificate_unknown")]
    public async Task Subject_names_are_compared_whole(string wanted, string has, string? reason)
    {
        await using var app = await CertificateApp.BehindProxyAsync(CertificateApp.Knows(_authority, client => client.SubjectName = wanted));
        using var certificate = _authority.Issue(has);

        await ExpectAsync(app, certificate, reason);
    }

    [Fact]
    public async Task A_name_counts_however_its_letters_are_encoded()
    {
        var builder = new X500DistinguishedNameBuilder();
        builder.AddCommonName("billing");
        builder.AddOrganizationName("Example");
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(builder.Build(), key, HashAlgorithmName.SHA256);
        using var certificate = request.Create(_authority.Certificate.SubjectName, _authority.Generator, new(2020, 1, 1, 0, 0, 0, default), new(2100, 1, 1, 0, 0, 0, default), [1, 2, 3]);
        Assert.NotEqual(new X500DistinguishedName(certificate.Subject).RawData, certificate.SubjectName.RawData);
        await using var app = await CertificateApp.BehindProxyAsync(CertificateApp.Knows(_authority, client => client.SubjectName = certificate.Subject));

        await ExpectAsync(app, certificate, null);
    }

    [Fact]
    public async Task All_that_is_set_must_fit()
    {
        using var named = _authority.Issue("CN=client", TestAuthority.Named("a.example"));
        using var renewed = _authority.Issue("CN=client", TestAuthority.Named("a.example"));
        using var moved = _authority.Issue("CN=client", TestAuthority.Named("b.example"));
        await using var app = await CertificateApp.BehindProxyAsync(CertificateApp.Knows(_authority, client =>
        {
            client.SubjectName = "CN=client";
            client.AlternativeName = "a.example";
        }));
        await ExpectAsync(app, named, null);
        await ExpectAsync(app, renewed, null);
        await ExpectAsync(app, moved, "certificate_unknown");

        await using var pinned = await CertificateApp.BehindProxyAsync(CertificateApp.Knows(_authority, client =>
        {
            client.SubjectName = "CN=client";
            client.Thumbprint = Hash(named);
        }));
        await ExpectAsync(pinned, named, null);
        await ExpectAsync(pinned, renewed, "certificate_unknown");
    }

    [Fact]
    public async Task A_token_in_the_request_goes_before()
    {
        await using var app = await CertificateApp.BehindProxyAsync(CertificateApp.Knows(_authority), services: services =>
        {
            services.AddApiSecurity().AddJwt();
            TestTokens.Trust(services);
        });
        using var certificate = _authority.Issue();
        var header = ("Client-Cert", TestAuthority.HeaderOf(certificate));

        using var both = await app.GetAsync("/me", app.Tokens().Mint("alice"), header);
        using var alone = await app.GetAsync("/me", null, header);
        using var neither = await app.GetAsync("/me", null);

        Assert.StartsWith("alice", await both.TextAsync(), StringComparison.Ordinal);
        Assert.StartsWith("billing", await alone.TextAsync(), StringComparison.Ordinal);
        Assert.Equal(["Bearer", "Certificate"], neither.Headers.WwwAuthenticate.Select(challenge => challenge.Scheme).Where(scheme => scheme != "DPoP"));
    }

    private static async Task ExpectAsync(TestApp app, X509Certificate2 certificate, string? reason)
    {
        if (reason is null)
        {
            Assert.Equal((HttpStatusCode.OK, "billing billing-client north"), await app.ToldAsync("/me", certificate));
        }
        else
        {
            await app.RefusedAsync(certificate, reason);
        }
    }

    private static (string, SecurityEventSeverity) Pick(SecurityEvent told) => (told.Reason, told.Severity);

    private static string Hash(X509Certificate2 certificate, bool withColons = false)
    {
        var digits = certificate.GetCertHashString(HashAlgorithmName.SHA256);
        return withColons ? string.Join(':', digits.Chunk(2).Select(pair => new string(pair))) : digits.ToLowerInvariant();
    }
}
