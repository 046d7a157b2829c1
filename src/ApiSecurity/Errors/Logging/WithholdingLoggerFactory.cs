using Microsoft.Extensions.Logging;

namespace ApiSecurity.Errors;

/// <summary>
/// The application's logger factory, but that the framework's categories that log the application's own exceptions don't get their
/// messages. An exception in a callback that the server runs after the pipeline (<c>OnStarting</c>, <c>OnCompleted</c>, a service's
/// <c>Dispose</c>) reaches no middleware, only this log.
/// </summary>
internal sealed class WithholdingLoggerFactory(ILoggerFactory inner, MessageGate gate, bool owned) : ILoggerFactory
{
    private static readonly string[] Categories =
    [
        "Microsoft.AspNetCore.Server.",
        "Microsoft.AspNetCore.Hosting.",
        "Microsoft.AspNetCore.Diagnostics.",
        "Microsoft.AspNetCore.Http.Timeouts.",
        "Microsoft.AspNetCore.SignalR.",
        "Grpc.AspNetCore.Server.",
    ];

    public ILogger CreateLogger(string categoryName)
    {
        var logger = inner.CreateLogger(categoryName);
        return Array.Exists(Categories, category => categoryName.StartsWith(category, StringComparison.Ordinal)) ? new WithholdingLogger(logger, gate) : logger;
    }

    public void AddProvider(ILoggerProvider provider) => inner.AddProvider(provider);

    public void Dispose()
    {
        if (owned)
        {
            inner.Dispose();
        }
    }

    private sealed class WithholdingLogger(ILogger inner, MessageGate gate) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => inner.BeginScope(state);

        public bool IsEnabled(LogLevel logLevel) => inner.IsEnabled(logLevel);

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            inner.Log(logLevel, eventId, state, exception is null || !gate.IsClosed ? exception : new WithheldException(exception), formatter);
    }
}
