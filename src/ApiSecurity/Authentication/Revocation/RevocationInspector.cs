using System.Globalization;
using ApiSecurity.Pipeline;

namespace ApiSecurity.Authentication;

internal sealed class RevocationInspector(FeatureOptionsSource<RevocationOptions> source, RevocationReader reader) : IStartupInspector
{
    public void Inspect(StartupInspection inspection)
    {
        // Without its mode, which makes no difference here.
        var options = source.Current;
        var always = new RevocationOptions { DisabledReason = options.DisabledReason };
        inspection.Feature("revocation", always, reader.Store is null
            ? "in the memory of this process: lost at a restart, not known to other nodes"
            : string.Create(CultureInfo.InvariantCulture, $"{reader.Store.GetType().Name}, read every {options.PollInterval.TotalMilliseconds:0} ms"));
    }
}
