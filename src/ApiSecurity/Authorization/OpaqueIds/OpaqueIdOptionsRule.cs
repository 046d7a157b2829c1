using System.Globalization;
using ApiSecurity.Pipeline;

namespace ApiSecurity.Authorization;

internal sealed class OpaqueIdOptionsRule : IOptionsRule<OpaqueIdOptions>
{
    /// <summary>Each key is a try more for an id that none of them has made.</summary>
    private const int MostKeys = 8;

    public void Check(OpaqueIdOptions options, ConfigurationErrors errors)
    {
        if (options.Mode is not null || options.DisabledReason is not null)
        {
            errors.Add(options.Mode is not null ? nameof(options.Mode) : nameof(options.DisabledReason), "has no meaning here", "Ids are opaque or they are not: remove the key, or AddOpaqueIds.");
        }

        if (options.Keys.Count > MostKeys)
        {
            errors.Add(nameof(options.Keys), $"has more than {MostKeys} keys", "Remove the oldest.");
        }

        var names = new HashSet<string>(StringComparer.Ordinal);
        var keys = new HashSet<string>(StringComparer.Ordinal);
        for (var index = 0; index < options.Keys.Count; index++)
        {
            var key = options.Keys[index];
            var below = errors.Below(string.Create(CultureInfo.InvariantCulture, $"{nameof(options.Keys)}:{index}"));
            if (string.IsNullOrWhiteSpace(key.Id) || !names.Add(key.Id))
            {
                below.Add(nameof(key.Id), "is empty or there twice", "Give each key a name of its own: the month that it was made in.");
            }

            var (read, cause) = OpaqueIdKeyFile.Read(key.KeyFile);
            if (read is null)
            {
                below.Add(nameof(key.KeyFile), cause!, "Name a file with at least 32 random bytes as base64: openssl rand -base64 32.");
            }
            else if (!keys.Add(Convert.ToBase64String(read)))
            {
                below.Add(nameof(key.KeyFile), "holds the same key as another", "Make a new one: openssl rand -base64 32.");
            }
        }
    }
}
