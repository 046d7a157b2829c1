namespace ApiSecurity.Tests.Errors.Throwing;

/// <summary>What a client can be left with.</summary>
internal enum Ending
{
    /// <summary>A problem.</summary>
    Problem,

    /// <summary>The response had begun: it breaks off.</summary>
    Broken,

    /// <summary>The server alone sees the exception: an empty 500.</summary>
    Empty,

    /// <summary>The response was complete.</summary>
    Success,
}

/// <summary>A place where the application throws.</summary>
/// <remarks><paramref name="WritesJson"/>: the framework's JSON writer swallows a cancellation and leaves the response as it is.</remarks>
internal sealed record Stage(string Path, Ending Ending = Ending.Problem, string? Body = null, bool KestrelOnly = false, bool WritesJson = false)
{
    public HttpRequestMessage Request(int kind) => new(Body is null ? HttpMethod.Get : HttpMethod.Post, $"{Path}?e={kind}")
    {
        Content = Body is null ? null : new StringContent(Body, System.Text.Encoding.UTF8, "application/json"),
    };
}
