using System.Collections.Concurrent;

namespace ApiSecurity.Authentication;

/// <summary>
/// What became of certificates, by their hashes. Only those are in it that an authority has signed or the configuration lists, so that strangers can't fill it; when
/// it is full all the same, all of it is forgotten, and found out again.
/// </summary>
internal sealed class CertificateMemory
{
    public const int Capacity = 4096;

    private readonly ConcurrentDictionary<string, CertificateVerdict> _verdicts = new(StringComparer.Ordinal);

    public int Count => _verdicts.Count;

    public CertificateVerdict? Find(string thumbprint, DateTimeOffset now) => _verdicts.TryGetValue(thumbprint, out var verdict) && now < verdict.Until ? verdict : null;

    public void Add(string thumbprint, CertificateVerdict verdict, DateTimeOffset now)
    {
        if (verdict.Until <= now)
        {
            return;
        }

        // About as many: two at a time may both see the last free place.
        if (_verdicts.Count >= Capacity && !_verdicts.ContainsKey(thumbprint))
        {
            _verdicts.Clear();
        }

        _verdicts[thumbprint] = verdict;
    }
}
