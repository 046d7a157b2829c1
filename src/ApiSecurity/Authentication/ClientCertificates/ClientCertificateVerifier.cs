using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ApiSecurity.Pipeline;
using Microsoft.Extensions.Logging;

namespace ApiSecurity.Authentication;

/// <summary>Says of a certificate whose it is.</summary>
internal sealed class ClientCertificateVerifier(
    FeatureOptionsSource<ClientCertificateOptions> options, FeatureOptionsSource<ProofOfPossessionOptions> proofs, TimeProvider time, ILogger<ClientCertificateVerifier> logger)
    : IDisposable
{
    // Each may hold a thread for some seconds.
    private const int MaximumQuestions = 4;

    private readonly Compiled<ClientCertificateRules> _rules = options.Compile(static current => new ClientCertificateRules(current));
    private readonly SemaphoreSlim _questions = new(MaximumQuestions);

    public bool IsEnabled => _rules.Value.IsEnabled;

    public bool ReadsHeader => proofs.Current.CertificateFromProxy;

    public async ValueTask<CertificateVerdict> VerifyAsync(ShownCertificate shown, CancellationToken cancellationToken)
    {
        var rules = _rules.Value;
        var key = Convert.ToHexStringLower(shown.Thumbprint);
        var now = time.GetUtcNow();
        if (rules.Memory.Find(key, now) is { } known)
        {
            return known;
        }

        if (shown.Read() is not ({ } certificate, { } sent))
        {
            return CertificateVerdict.Refused(ClientCertificateRefusal.Malformed);
        }

        var checkedHere = Check(rules, shown.Thumbprint, certificate, sent, now);
        if (checkedHere is not { Owner: { } owner, Refusal: null })
        {
            return checkedHere;
        }

        // Revocations are asked for of those only who are trusted otherwise: strangers must not have us call anybody.
        if (owner.Authority is null || rules.RevocationMode == X509RevocationMode.NoCheck)
        {
            return Remember(rules, key, checkedHere, now);
        }

        await _questions.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return rules.Memory.Find(key, now) ?? Remember(rules, key, await AskAsync(rules, owner, owner.Authority, certificate, sent, now).ConfigureAwait(false), now);
        }
        finally
        {
            _questions.Release();
        }
    }

    public void Dispose() => _questions.Dispose();

    /// <summary>All that can be said without asking anybody.</summary>
    private static CertificateVerdict Check(ClientCertificateRules rules, byte[] thumbprint, X509Certificate2 certificate, X509Certificate2Collection sent, DateTimeOffset now)
    {
        try
        {
            var claimed = rules.Claimed(certificate, thumbprint, now);
            return claimed is { Owner: { } owner, Refusal: null }
                ? rules.Settle(owner, certificate, ClientCertificateRefusal.Of(owner.Authority?.Check(certificate, sent, now, X509RevocationMode.NoCheck) ?? X509ChainStatusFlags.NoError), now)
                : claimed;
        }
        catch (CryptographicException)
        {
            // Keys and extensions are read when they are looked at, and strangers write them.
            return CertificateVerdict.Refused(ClientCertificateRefusal.Malformed);
        }
    }

    private static CertificateVerdict Remember(ClientCertificateRules rules, string key, CertificateVerdict verdict, DateTimeOffset now)
    {
        rules.Memory.Add(key, verdict, now);
        return verdict;
    }

    private async Task<CertificateVerdict> AskAsync(
        ClientCertificateRules rules, CertificateOwner owner, CertificateAuthority authority, X509Certificate2 certificate, X509Certificate2Collection sent, DateTimeOffset now)
    {
        var flags = await Task.Run(() => authority.Check(certificate, sent, now, rules.RevocationMode), CancellationToken.None).ConfigureAwait(false);
        var refusal = ClientCertificateRefusal.Of(flags);
        if (refusal == ClientCertificateRefusal.Unavailable)
        {
            ClientCertificateLog.RevocationUnknown(logger, Convert.ToHexStringLower(certificate.GetCertHash(HashAlgorithmName.SHA256)));
        }

        return rules.Settle(owner, certificate, refusal, now);
    }
}
