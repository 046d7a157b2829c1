namespace ApiSecurity.IntegrationTests.DropIn;

/// <summary>An application that was not written for the library, and what its clients ask of it.</summary>
/// <param name="Name">How the test calls it.</param>
/// <param name="Services">Its registrations.</param>
/// <param name="Pipeline">Its middlewares and endpoints.</param>
/// <param name="Requests">Requests whose answers must not change in Report mode.</param>
public sealed record ExistingApp(
    string Name, Action<WebApplicationBuilder> Services, Action<WebApplication> Pipeline, IReadOnlyList<ClientRequest> Requests)
{
    public string Environment { get; init; } = "Production";

    /// <summary>What rewrites the path, and so must stand before <c>UseApiSecurity</c> (docs/pipeline.md).</summary>
    public Action<WebApplication> Rewriting { get; init; } = _ => { };

    public override string ToString() => Name;
}

/// <summary>One request of a client of an existing application.</summary>
public sealed record ClientRequest(string Method, string Path, string? Body = null, string? ContentType = null, params (string Name, string Value)[] Headers)
{
    public HttpRequestMessage ToMessage()
    {
        var message = new HttpRequestMessage(new HttpMethod(Method), new Uri(Path, UriKind.Relative));
        if (Body is not null)
        {
            message.Content = new StringContent(Body);
            message.Content.Headers.Remove("Content-Type");
            if (ContentType is not null)
            {
                message.Content.Headers.TryAddWithoutValidation("Content-Type", ContentType);
            }
        }

        foreach (var (name, value) in Headers)
        {
            message.Headers.TryAddWithoutValidation(name, value);
        }

        return message;
    }

    public override string ToString() => $"{Method} {Path} {string.Join(' ', Headers.Select(header => $"{header.Name}: {header.Value}"))} {Body?[..Math.Min(Body.Length, 40)]}";
}
