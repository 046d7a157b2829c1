namespace ApiSecurity;

/// <summary>The names under which the library publishes telemetry.</summary>
public static class ApiSecurityTelemetry
{
    /// <summary>The name of the meter, for <c>AddMeter</c>.</summary>
    public const string MeterName = "ApiSecurity";
}
