using System.Net;

namespace ApiSecurity.Pipeline;

/// <summary>Clients on the server's own machine: nobody can listen on the way.</summary>
internal static class SameMachine
{
    /// <summary>No address at all is a Unix socket or a named pipe.</summary>
    public static bool Is(IPAddress? address) => address is null || IPAddress.IsLoopback(address);
}
