using ApiSecurity.Pipeline;
using Microsoft.AspNetCore.Identity;

namespace ApiSecurity.Authentication;

/// <summary>
/// Hashes passwords, a few at a time: each takes a processor for a tenth of a second, and a flood of them must leave something for everybody else. A name that does
/// not exist costs what one does that exists.
/// </summary>
internal sealed class PasswordChecker
{
    private const int WaitingForEach = 32;

    private readonly Compiled<Settings> _settings;

    public PasswordChecker(FeatureOptionsSource<BasicOptions> options, IEnumerable<IPasswordHasher<BasicUser>> hashers)
    {
        var own = hashers.LastOrDefault();
        _settings = options.Compile(current => new Settings(current, own ?? BasicPasswordHash.Hasher(current.Iterations)));
    }

    /// <returns>Whether the password is the user's; <see langword="null"/> if there is no room to find out.</returns>
    public async ValueTask<PasswordVerificationResult?> CheckAsync(BasicUser? user, string password, CancellationToken cancellationToken)
    {
        using var place = await EnterAsync(cancellationToken).ConfigureAwait(false);
        return place is null ? null : Check(place.Settings, user, password);
    }

    /// <returns>A hash of today's strength; <see langword="null"/> if there is no room to make one.</returns>
    public async ValueTask<string?> HashAsync(BasicUser user, string password, CancellationToken cancellationToken)
    {
        using var place = await EnterAsync(cancellationToken).ConfigureAwait(false);
        return place?.Settings.Hasher.HashPassword(user, password);
    }

    private async ValueTask<Place?> EnterAsync(CancellationToken cancellationToken)
    {
        var settings = _settings.Value;
        if (!settings.TryQueue())
        {
            return null;
        }

        try
        {
            await settings.Room.WaitAsync(cancellationToken).ConfigureAwait(false);
            return new Place(settings);
        }
        catch
        {
            settings.Leave();
            throw;
        }
    }

    private static PasswordVerificationResult Check(Settings settings, BasicUser? user, string password)
    {
        var hash = string.IsNullOrEmpty(user?.PasswordHash) ? null : user.PasswordHash;
        var result = settings.Hasher.VerifyHashedPassword(user ?? settings.Nobody, hash ?? settings.Nobody.PasswordHash!, password);
        return hash is null ? PasswordVerificationResult.Failed : result;
    }

    /// <summary>One of those that hash at the moment.</summary>
    private sealed class Place(Settings settings) : IDisposable
    {
        public Settings Settings => settings;

        public void Dispose()
        {
            settings.Room.Release();
            settings.Leave();
        }
    }

    private sealed class Settings
    {
        private readonly int _most;
        private int _queued;

        public Settings(BasicOptions options, IPasswordHasher<BasicUser> hasher)
        {
            var atOnce = options.MaxConcurrentChecks ?? Math.Max(1, Environment.ProcessorCount / 2);
            Room = new SemaphoreSlim(atOnce);
            _most = atOnce * (1 + WaitingForEach);
            Hasher = hasher;
            Nobody = new BasicUser { Name = string.Empty, PasswordHash = hasher.HashPassword(new BasicUser { Name = string.Empty, PasswordHash = null }, Guid.NewGuid().ToString()) };
        }

        public SemaphoreSlim Room { get; }

        public IPasswordHasher<BasicUser> Hasher { get; }

        public BasicUser Nobody { get; }

        public bool TryQueue()
        {
            if (Interlocked.Increment(ref _queued) <= _most)
            {
                return true;
            }

            Leave();
            return false;
        }

        public void Leave() => Interlocked.Decrement(ref _queued);
    }
}
