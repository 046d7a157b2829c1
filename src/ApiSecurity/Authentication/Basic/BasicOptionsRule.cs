using System.Globalization;
using ApiSecurity.Pipeline;

namespace ApiSecurity.Authentication;

internal sealed class BasicOptionsRule : IOptionsRule<BasicOptions>
{
    private const int LongestRealm = 128;
    private const int LongestName = 256;
    private const int FewestIterations = 100_000;

    public void Check(BasicOptions options, ConfigurationErrors errors)
    {
        if (options.Mode == ApiSecurityMode.Report)
        {
            errors.Add(nameof(options.Mode), "is Report, but a password proves who calls or it does not", "Remove the key. What happens to anonymous callers is for ApiSecurity:Authorization:Mode.");
        }

        if (options.Realm.Length > LongestRealm || options.Realm.Any(character => character is < ' ' or > '~' or '"' or '\\'))
        {
            errors.Add(nameof(options.Realm), "can't stand in a header", "Write up to 128 letters, digits and spaces, without quotes and backslashes.");
        }

        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (name, user) in options.Users)
        {
            CheckUser(name, user, names, errors.Below($"{nameof(options.Users)}:{name}"));
        }
    }

    private static void CheckUser(string name, BasicUserOptions user, HashSet<string> names, ConfigurationErrors errors)
    {
        if (name.Length is 0 or > LongestName || name.Any(character => char.IsControl(character) || character == ':') || !BasicReading.TryNormalize(name, out var normal))
        {
            errors.Add(string.Empty, "is no name that a client can send", "Write 1 to 256 characters without colons.");
        }
        else if (!names.Add(normal))
        {
            errors.Add(string.Empty, "is the same name as another, written with other code points", "Remove one of the two: Unicode has both as one.");
        }

        // The value is not repeated: somebody may have put the password itself here.
        var iterations = BasicPasswordHash.IterationsOf(user.PasswordHash);
        if (iterations == 0)
        {
            errors.Add(nameof(user.PasswordHash), "is no hash of a password", "Write what BasicPasswordHash.Create(password) returns; never the password itself.");
        }
        else if (iterations < FewestIterations)
        {
            errors.Add(
                nameof(user.PasswordHash), string.Create(CultureInfo.InvariantCulture, $"was made with {iterations} iterations, which is too few"), "Make it anew with BasicPasswordHash.Create(password).");
        }

        if (user.Subject is { } subject && string.IsNullOrWhiteSpace(subject))
        {
            errors.Add(nameof(user.Subject), "is empty", "Write who calls with the password, or remove the key: then it is the name.");
        }
    }
}
