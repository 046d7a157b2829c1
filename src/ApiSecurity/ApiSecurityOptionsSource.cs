using ApiSecurity.Pipeline;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace ApiSecurity;

/// <summary>
/// The valid options as they are now. After a change of the configuration they are built and validated aside; only valid ones take
/// the place of the old, so that a typing error in a running system never opens or closes it.
/// </summary>
internal sealed class ApiSecurityOptionsSource : ApiSecurityModeSource, IDisposable
{
    private readonly IOptionsFactory<ApiSecurityOptions> _factory;
    private readonly ILogger _logger;
    private readonly IDisposable? _registration;
    private readonly Lock _lock = new();
    private readonly List<Action<ApiSecurityOptions>> _listeners = [];
    private ApiSecurityOptions _current;

    public ApiSecurityOptionsSource(
        IOptions<ApiSecurityOptions> options, IOptionsFactory<ApiSecurityOptions> factory, ILoggerFactory loggers, IConfiguration? configuration = null)
    {
        _factory = factory;
        _logger = loggers.CreateLogger("ApiSecurity");
        _current = options.Value;
        if (configuration is not null)
        {
            _registration = ChangeToken.OnChange(configuration.GetSection(ApiSecurityOptions.SectionName).GetReloadToken, Reload);
        }
    }

    public override ApiSecurityMode Current => Options.Mode;

    public ApiSecurityOptions Options => Volatile.Read(ref _current);

    public void OnChange(Action<ApiSecurityOptions> listener)
    {
        lock (_lock)
        {
            _listeners.Add(listener);
        }
    }

    public void Dispose() => _registration?.Dispose();

    private void Reload()
    {
        lock (_lock)
        {
            try
            {
                var options = _factory.Create(Microsoft.Extensions.Options.Options.DefaultName);
                Volatile.Write(ref _current, options);
                TellAll(options);
                StartupLog.Reloaded(_logger);
            }
            catch (OptionsValidationException exception)
            {
                StartupLog.ReloadRefused(_logger, string.Join(' ', exception.Failures));
            }
#pragma warning disable CA1031 // The application's own Configure may throw anything, and here nobody stands above to catch it: the process would end.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                StartupLog.ReloadRefused(_logger, $"the application's own configuration of the options threw an {exception.GetBaseException().GetType().Name}.");
            }
        }
    }

    /// <summary>All of them, also if one fails: or some features would go on with what is not valid any more.</summary>
    private void TellAll(ApiSecurityOptions options)
    {
        foreach (var listener in _listeners)
        {
            try
            {
                listener(options);
            }
#pragma warning disable CA1031 // A file that was there when the options were checked may be gone, for one.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                StartupLog.ReloadIncomplete(_logger, exception.GetType().Name);
            }
        }
    }
}
