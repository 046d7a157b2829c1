using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace ApiSecurity.Authentication;

/// <summary>Keeps as many copies of a key as are used at the same time: .NET does not promise that one can be.</summary>
internal abstract class AsymmetricSignatureKey<T> : SignatureKey
    where T : AsymmetricAlgorithm
{
    private readonly ConcurrentBag<T> _free = [];
    private readonly Func<T> _create;

    /// <exception cref="ArgumentException">The text is no such key.</exception>
    protected AsymmetricSignatureKey(string pem, bool forSigning, Func<T> create)
    {
        T first;
        try
        {
            first = create();
            first.ImportFromPem(pem);
        }
        catch (Exception exception) when (exception is ArgumentException or CryptographicException)
        {
            // The exception may quote the key.
            throw new ArgumentException("The key can't be read as PEM of the algorithm's kind.", nameof(pem));
        }

        var exported = forSigning ? first.ExportPkcs8PrivateKey() : first.ExportSubjectPublicKeyInfo();
        _create = () =>
        {
            var copy = create();
            if (forSigning)
            {
                copy.ImportPkcs8PrivateKey(exported, out _);
            }
            else
            {
                copy.ImportSubjectPublicKeyInfo(exported, out _);
            }

            return copy;
        };
        _free.Add(first);
    }

    protected int KeySize
    {
        get
        {
            var key = Take();
            Return(key);
            return key.KeySize;
        }
    }

    protected T Take() => _free.TryTake(out var key) ? key : _create();

    protected void Return(T key) => _free.Add(key);
}
