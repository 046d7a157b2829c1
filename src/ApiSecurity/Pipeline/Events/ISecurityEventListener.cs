namespace ApiSecurity;

/// <summary>
/// Hears of every <see cref="SecurityEvent"/>. Register one as a plain singleton:
/// <c>services.AddSingleton&lt;ISecurityEventListener, MyListener&gt;()</c>.
/// </summary>
/// <remarks>
/// Each listener has a queue and a reader of its own, off the request's path: a slow or throwing listener delays no request and no
/// other listener. What its full queue cannot take is dropped, newest first, and counted in the metric <c>apisecurity.events.dropped</c>.
/// </remarks>
public interface ISecurityEventListener
{
    /// <summary>Called once per event, one at a time and in order.</summary>
    /// <param name="securityEvent">What happened.</param>
    /// <param name="cancellationToken">Cancelled when the application stops and its patience is over.</param>
    /// <returns>A task that ends when the listener is ready for the next event.</returns>
    ValueTask OnEventAsync(SecurityEvent securityEvent, CancellationToken cancellationToken);
}
