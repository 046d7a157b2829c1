using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ApiSecurity.Authentication;

namespace ApiSecurity.Tests.Authentication.ClientCertificates;

/// <summary>An authority that publishes which of its certificates it has revoked, over HTTP.</summary>
public sealed class CertificateRevocationTests : IDisposable
{
    private readonly TestAuthority _authority = new($"CN=Authority {Guid.NewGuid():N}");

    public void Dispose() => _authority.Dispose();

    [Fact]
    public async Task A_certificate_that_its_authority_has_revoked_is_refused()
    {
        await using var server = await StartListAsync();
        using var revoked = Issue(server);
        using var good = Issue(server);
        Publish(server, revoked);
        await using var app = await CertificateApp.BehindProxyAsync(Online);

        Assert.Equal(HttpStatusCode.OK, (await app.ToldAsync("/me", good)).Status);
        await app.RefusedAsync(revoked, "certificate_revoked", SecurityEventSeverity.High);
        Assert.Equal(HttpStatusCode.OK, (await app.ToldAsync("/me", good)).Status);
    }

    [Fact]
    public async Task Where_nobody_can_tell_the_certificate_is_not_accepted_and_nobody_is_asked_again_at_once()
    {
        await using var server = await StartListAsync();
        using var certificate = Issue(server);
        await using var app = await CertificateApp.BehindProxyAsync(Online);

        for (var count = 0; count < 3; count++)
        {
            var (status, body) = await app.ToldAsync("/me", certificate);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
            Assert.Contains("\"code\":\"certificate_revocation_unknown\"", body, StringComparison.Ordinal);
            Assert.Equal("certificate_revocation_unknown", (await app.Events.NextAsync()).Reason);
        }

        Assert.Equal(1, server.Questions);
        Assert.Single(app.Logs.GetSnapshot(), record => record.Level == LogLevel.Error && record.Message.Contains("RevocationMode", StringComparison.Ordinal));

        Publish(server);
        app.Time.Advance(TimeSpan.FromSeconds(31));
        Assert.Equal(HttpStatusCode.OK, (await app.ToldAsync("/me", certificate)).Status);
    }

    [Fact]
    public async Task Nobody_is_called_for_a_stranger()
    {
        await using var server = await StartListAsync();
        using var evil = new TestAuthority(_authority.Certificate.Subject);
        using var forged = evil.Issue(change: request => request.CertificateExtensions.Add(
            CertificateRevocationListBuilder.BuildCrlDistributionPointExtension([$"{server.App.Address}list.crl"])));
        await using var app = await CertificateApp.BehindProxyAsync(Online);

        await app.RefusedAsync(forged, "certificate_issuer_untrusted");

        Assert.Equal(0, server.Questions);
    }

    private void Online(ClientCertificateOptions options)
    {
        CertificateApp.Knows(_authority)(options);
        options.RevocationMode = X509RevocationMode.Online;
    }

    private X509Certificate2 Issue(ListServer server) => _authority.Issue(change: request => request.CertificateExtensions.Add(
        CertificateRevocationListBuilder.BuildCrlDistributionPointExtension([$"{server.App.Address}list.crl"])));

    private void Publish(ListServer server, params X509Certificate2[] revoked)
    {
        var list = new CertificateRevocationListBuilder();
        foreach (var certificate in revoked)
        {
            list.AddEntry(certificate, new DateTimeOffset(2025, 6, 1, 0, 0, 0, default));
        }

        server.List = list.Build(_authority.Certificate, 1, new DateTimeOffset(2100, 1, 1, 0, 0, 0, default), HashAlgorithmName.SHA256, thisUpdate: new DateTimeOffset(2025, 6, 1, 0, 0, 0, default));
    }

    private static async Task<ListServer> StartListAsync()
    {
        ListServer? server = null;
        var app = await TestApp.StartAsync(
            app => app.MapGet("/list.crl", () => server!.Answer()).AllowAnonymous(), kestrel: true);
        return server = new ListServer(app);
    }

    private sealed class ListServer(TestApp app) : IAsyncDisposable
    {
        private int _questions;

        public TestApp App => app;

        public byte[]? List { get; set; }

        public int Questions => _questions;

        public IResult Answer()
        {
            Interlocked.Increment(ref _questions);
            return List is null ? Results.NotFound() : Results.Bytes(List, "application/pkix-crl");
        }

        public ValueTask DisposeAsync() => app.DisposeAsync();
    }
}
