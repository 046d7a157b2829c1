namespace ApiSecurity.Posture;

/// <summary>How an endpoint was made.</summary>
public enum PostureEndpointKind
{
    /// <summary>A minimal API's handler.</summary>
    Handler = 0,

    /// <summary>An action of a controller.</summary>
    Controller = 1,

    /// <summary>A Razor Page.</summary>
    Page = 2,

    /// <summary>A Razor component.</summary>
    Component = 3,

    /// <summary>A SignalR hub, or its negotiation.</summary>
    Hub = 4,

    /// <summary>A gRPC method.</summary>
    Grpc = 5,

    /// <summary>A static asset.</summary>
    StaticAsset = 6,

    /// <summary>Health checks.</summary>
    HealthCheck = 7,

    /// <summary>Made by the framework or by this library: an OpenAPI document, signing in by ASP.NET Core Identity, API keys.</summary>
    Framework = 8,

    /// <summary>Takes what no other endpoint does.</summary>
    Fallback = 9,

    /// <summary>Anything else.</summary>
    Other = 10,
}
