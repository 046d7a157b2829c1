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

    /// <summary>How long every signature is.</summary>
    protected abstract int SignatureBytes { get; }

    public override bool Verify(ReadOnlySpan<byte> signed, ReadOnlySpan<byte> signature)
    {
        if (signature.Length != SignatureBytes)
        {
            return false;
        }

        var key = Take();
        try
        {
            return Verify(key, signed, signature);
        }
        finally
        {
            _free.Add(key);
        }
    }

    public override byte[] Sign(ReadOnlySpan<byte> signed)
    {
        var key = Take();
        try
        {
            return Sign(key, signed);
        }
        finally
        {
            _free.Add(key);
        }
    }

    protected abstract bool Verify(T key, ReadOnlySpan<byte> signed, ReadOnlySpan<byte> signature);

    protected abstract byte[] Sign(T key, ReadOnlySpan<byte> signed);

    /// <summary>Looks at the key itself, at start.</summary>
    protected TResult Inspect<TResult>(Func<T, TResult> look)
    {
        var key = Take();
        try
        {
            return look(key);
        }
        finally
        {
            _free.Add(key);
        }
    }

    private T Take() => _free.TryTake(out var key) ? key : _create();
}
