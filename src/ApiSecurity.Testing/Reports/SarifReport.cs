using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using ApiSecurity.Posture;

namespace ApiSecurity.Testing;

/// <summary>The report for tools (SARIF 2.1.0). An endpoint is a logical location; where the user names a file, results are shown there as well.</summary>
internal static class SarifReport
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Of(SecurityTestReport report, string? sourceFile)
    {
        var rules = SecurityTestRule.All;
        var log = new JsonObject
        {
            ["$schema"] = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
            ["version"] = "2.1.0",
            ["runs"] = new JsonArray(new JsonObject
            {
                ["tool"] = new JsonObject
                {
                    ["driver"] = new JsonObject
                    {
                        ["name"] = "ApiSecurity.Testing",
                        ["semanticVersion"] = typeof(SarifReport).Assembly.GetName().Version!.ToString(3),
                        ["rules"] = new JsonArray([.. rules.Select(Rule)]),
                    },
                },
                ["columnKind"] = "utf16CodeUnits",
                ["results"] = new JsonArray([.. report.Findings.Select(finding => Result(finding, IndexOf(rules, finding.Rule), sourceFile))]),
            }),
        };
        return log.ToJsonString(Indented);
    }

    private static JsonObject Rule(SecurityTestRule rule) => new JsonObject
    {
        ["id"] = rule.Id,
        ["shortDescription"] = new JsonObject { ["text"] = rule.Title + "." },
        ["help"] = new JsonObject { ["text"] = rule.Remedy },
        ["defaultConfiguration"] = new JsonObject { ["level"] = Level(rule.Severity) },
        ["properties"] = new JsonObject
        {
            ["tags"] = new JsonArray("security", $"OWASP-{rule.Category}"),
            ["security-severity"] = rule.Severity switch { PostureSeverity.High => "8.0", PostureSeverity.Medium => "5.5", PostureSeverity.Low => "3.0", _ => "0.5" },
        },
    };

    private static JsonObject Result(SecurityTestFinding finding, int index, string? sourceFile)
    {
        var location = new JsonObject
        {
            ["logicalLocations"] = new JsonArray(new JsonObject { ["name"] = finding.Endpoint, ["fullyQualifiedName"] = finding.Endpoint, ["kind"] = "resource" }),
        };
        if (sourceFile is not null)
        {
            location["physicalLocation"] = new JsonObject
            {
                ["artifactLocation"] = new JsonObject { ["uri"] = sourceFile.Replace('\\', '/') },
                ["region"] = new JsonObject { ["startLine"] = 1 },
            };
        }

        var result = new JsonObject
        {
            ["ruleId"] = finding.Id,
            ["ruleIndex"] = index,
            ["level"] = Level(finding.Severity),
            ["message"] = new JsonObject { ["text"] = $"{finding.Endpoint}: {finding.Message} Sent: {finding.Sent}. Received: {finding.Received}. {finding.Remedy}" },
            ["locations"] = new JsonArray(location),
            ["partialFingerprints"] = new JsonObject { ["endpointRule/v1"] = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{finding.Id}\n{finding.Endpoint}\n{finding.Place}"))) },
        };
        if (finding.WaiverReason is { } reason)
        {
            result["suppressions"] = new JsonArray(new JsonObject { ["kind"] = "external", ["justification"] = reason });
        }

        return result;
    }

    private static string Level(PostureSeverity severity) => severity switch { PostureSeverity.High => "error", PostureSeverity.Medium => "warning", _ => "note" };

    private static int IndexOf(IReadOnlyList<SecurityTestRule> rules, SecurityTestRule rule)
    {
        var index = 0;
        while (rules[index] != rule)
        {
            index++;
        }

        return index;
    }
}
