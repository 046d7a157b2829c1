using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace ApiSecurity.Tests.Authentication.Signatures;

/// <summary>A request signed by hand, by the text of RFC 9421 and without the library, so that everything can be wrong with it.</summary>
internal sealed class SignedCall
{
    public const string KeyId = "partner-1";

    public static readonly ECDsa Key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public string Method { get; set; } = "GET";

    public string Target { get; set; } = "/orders?b=2&a=1";

    public string Scheme { get; set; } = "http";

    public string Authority { get; set; } = "localhost";

    public string? Body { get; set; }

    public Dictionary<string, string> Headers { get; } = [];

    /// <summary>What is signed of single parameters; the target may say something else.</summary>
    public Dictionary<string, string> Query { get; } = [];

    /// <summary>What is signed of components that are not a header as a whole, by all that stands between the outer quotation marks.</summary>
    public Dictionary<string, string> Members { get; } = [];

    public List<string> Components { get; } = ["\"@method\"", "\"@target-uri\""];

    public List<string> Parameters { get; } = [];

    public Func<byte[], byte[]> Sign { get; set; } = signed => Key.SignData(signed, HashAlgorithmName.SHA256);

    public string Label { get; set; } = "sig1";

    public static SignedCall Get(TimeProvider time, string target = "/orders?b=2&a=1") => new SignedCall { Target = target }.At(time.GetUtcNow());

    public static SignedCall Post(TimeProvider time, string body = "{\"name\":\"a\"}")
    {
        var call = new SignedCall { Method = "POST", Target = "/orders", Body = body }.At(time.GetUtcNow());
        call.Headers["content-digest"] = Digest(body);
        call.Components.Add("\"content-digest\"");
        return call;
    }

    public static string Digest(string body) => $"sha-256=:{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(body)))}:";

    public SignedCall At(DateTimeOffset created) => With("created", created.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)).With("keyid", $"\"{KeyId}\"");

    /// <summary>Sets a parameter of the signature; <see langword="null"/> takes it away.</summary>
    public SignedCall With(string parameter, string? value)
    {
        Parameters.RemoveAll(item => item.StartsWith(parameter + "=", StringComparison.Ordinal));
        if (value is not null)
        {
            Parameters.Add($"{parameter}={value}");
        }

        return this;
    }

    public SignedCall Cover(string component)
    {
        Components.Add(component);
        return this;
    }

    public SignedCall WithHeader(string name, string value, bool covered = true)
    {
        Headers[name] = value;
        return covered ? Cover($"\"{name}\"") : this;
    }

    public string Input => $"({string.Join(' ', Components)}){string.Concat(Parameters.Select(parameter => ";" + parameter))}";

    public string Base => string.Concat(Components.Select(component => $"{component}: {ValueOf(component)}\n")) + "\"@signature-params\": " + Input;

    public HttpRequestMessage Build()
    {
        var request = new HttpRequestMessage(new HttpMethod(Method), Target);
        if (Body is not null)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(Body));
            request.Content.Headers.TryAddWithoutValidation("Content-Type", "application/json");
        }

        foreach (var (name, value) in Headers)
        {
            Assert.True(request.Headers.TryAddWithoutValidation(name, value) || request.Content!.Headers.TryAddWithoutValidation(name, value));
        }

        var (input, signature) = Fields();
        request.Headers.TryAddWithoutValidation("Signature-Input", input);
        request.Headers.TryAddWithoutValidation("Signature", signature);
        return request;
    }

    /// <summary>The two header fields.</summary>
    public (string Input, string Signature) Fields() => ($"{Label}={Input}", $"{Label}=:{Convert.ToBase64String(Sign(Encoding.ASCII.GetBytes(Base)))}:");

    private string ValueOf(string component) => component.Trim('"') switch
    {
        "@method" => Method,
        "@target-uri" => $"{Scheme}://{Authority}{Target}",
        "@authority" => Authority,
        "@scheme" => Scheme,
        "@request-target" => Target,
        "@path" => Target.Split('?')[0],
        "@query" => Target.Contains('?', StringComparison.Ordinal) ? Target[Target.IndexOf('?', StringComparison.Ordinal)..] : "?",
        var parameter when parameter.StartsWith("@query-param\";name=\"", StringComparison.Ordinal) => Query[parameter.Split('"')[2]],
        var header => Members.GetValueOrDefault(header) ?? Headers[header],
    };
}
