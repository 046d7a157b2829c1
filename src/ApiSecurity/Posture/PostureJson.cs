using System.Globalization;
using System.Text;
using System.Text.Json;

namespace ApiSecurity.Posture;

/// <summary>The report as JSON, in a shape that tools can rely on: members may be added to a version, never taken away or changed.</summary>
internal static class PostureJson
{
    public const int Version = 1;

    public static string Of(PostureReport report, PostureMatrix? matrix)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteNumber("version", Version);
            json.WriteString("madeAt", report.MadeAt);
            List(json, "endpoints", report.Endpoints, Write);
            List(json, "findings", report.Findings, Write);
            if (matrix is not null)
            {
                json.WriteStartObject("matrix");
                List(json, "callers", matrix.Callers, static (json, caller) =>
                {
                    json.WriteString("kind", Name(caller.Kind));
                    json.WriteString("name", caller.Name);
                });
                List(json, "rows", matrix.Rows, static (json, row) =>
                {
                    json.WriteString("endpoint", row.Endpoint.Name);
                    Texts(json, "answers", row.Answers.Select(Name));
                });
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }

    private static void Write(Utf8JsonWriter json, PostureEndpoint endpoint)
    {
        json.WriteString("name", endpoint.Name);
        json.WriteString("displayName", endpoint.DisplayName);
        json.WriteString("route", endpoint.Route);
        Texts(json, "methods", endpoint.Methods);
        Texts(json, "hosts", endpoint.Hosts);
        json.WriteString("kind", Name(endpoint.Kind));
        json.WriteStartObject("access");
        Write(json, endpoint.Access);
        json.WriteEndObject();
        List(json, "parameters", endpoint.Parameters, Write);
        List(json, "objects", endpoint.Objects, static (json, one) =>
        {
            json.WriteString("type", PostureTable.TypeName(one.Type));
            json.WriteString("operation", Enum.IsDefined(one.Operation) ? Name(one.Operation) : ((int)one.Operation).ToString(CultureInfo.InvariantCulture));
            json.WriteString("place", Name(one.Place));
            Texts(json, "ids", one.Ids);
            json.WriteBoolean("optional", one.IsOptional);
            json.WriteBoolean("taken", one.IsTaken);
        });
        json.WriteBoolean("asksObjectPolicies", endpoint.AsksObjectPolicies);
        if (endpoint.Body is { } body)
        {
            json.WriteStartObject("body");
            json.WriteString("type", body.Type is null ? null : PostureTable.TypeName(body.Type));
            json.WriteBoolean("validated", body.IsValidated);
            json.WriteString("gap", body.Gap);
            json.WriteEndObject();
        }
        else
        {
            json.WriteNull("body");
        }

        Texts(json, "responseTypes", endpoint.ResponseTypes.Select(PostureTable.TypeName));
        Texts(json, "rateLimits", endpoint.RateLimits);
        Number(json, "maxBodyBytes", endpoint.MaxBodyBytes);
        Number(json, "timeoutSeconds", (long?)endpoint.Timeout?.TotalSeconds);
        List(json, "optOuts", endpoint.OptOuts, static (json, one) =>
        {
            json.WriteString("name", one.Name);
            json.WriteString("reason", one.Reason);
        });
    }

    private static void Write(Utf8JsonWriter json, PostureAccess access)
    {
        json.WriteBoolean("anonymous", access.IsAnonymous);
        json.WriteBoolean("closedByDefault", access.IsClosedByDefault);
        json.WriteBoolean("known", access.IsKnown);
        Lists(json, "roles", access.Roles);
        Texts(json, "permissions", access.Permissions);
        Texts(json, "scopes", access.Scopes);
        Texts(json, "policies", access.Policies);
        Texts(json, "schemes", access.Schemes);
        Number(json, "maxLoginAgeSeconds", (long?)access.MaxLoginAge?.TotalSeconds);
        Lists(json, "acr", access.AuthenticationContextClasses);
        json.WriteBoolean("proofOfPossession", access.RequiresProofOfPossession);
        Texts(json, "others", access.Others);
    }

    private static void Write(Utf8JsonWriter json, PostureParameter parameter)
    {
        json.WriteString("name", parameter.Name);
        json.WriteString("place", Name(parameter.Place));
        json.WriteString("type", parameter.Type is null ? null : PostureTable.TypeName(parameter.Type));
        Texts(json, "constraints", parameter.Constraints);
        json.WriteBoolean("optional", parameter.IsOptional);
        json.WriteBoolean("catchAll", parameter.IsCatchAll);
        json.WriteBoolean("identifier", parameter.IsIdentifier);
        json.WriteBoolean("authorized", parameter.IsAuthorized);
    }

    private static void Write(Utf8JsonWriter json, PostureFinding finding)
    {
        json.WriteString("id", finding.Id);
        json.WriteString("severity", Name(finding.Severity));
        json.WriteString("category", finding.Category);
        json.WriteString("endpoint", finding.Endpoint?.Name);
        json.WriteString("message", finding.Message);
        json.WriteString("remedy", finding.Remedy);
        json.WriteBoolean("waived", finding.IsWaived);
        json.WriteString("waiverReason", finding.WaiverReason);
        json.WriteString("waivedUntil", finding.WaivedUntil?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
    }

    private static void List<T>(Utf8JsonWriter json, string name, IEnumerable<T> items, Action<Utf8JsonWriter, T> write)
    {
        json.WriteStartArray(name);
        foreach (var item in items)
        {
            json.WriteStartObject();
            write(json, item);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Lists(Utf8JsonWriter json, string name, IEnumerable<IEnumerable<string>> lists)
    {
        json.WriteStartArray(name);
        foreach (var list in lists)
        {
            json.WriteStartArray();
            foreach (var text in list)
            {
                json.WriteStringValue(text);
            }

            json.WriteEndArray();
        }

        json.WriteEndArray();
    }

    private static void Texts(Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
    }

    private static void Number(Utf8JsonWriter json, string name, long? number)
    {
        if (number is { } value)
        {
            json.WriteNumber(name, value);
        }
        else
        {
            json.WriteNull(name);
        }
    }

    /// <summary>Enum values as the other members are written: in camel case.</summary>
    private static string Name<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
}
