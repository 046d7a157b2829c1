using System.Text.Json;
using System.Text.Json.Serialization;
using Newtonsoft.Json.Linq;
using NJsonSchema;
using NJsonSchema.Generation;

namespace ApiSecurity.Tests.Documentation;

/// <summary>
/// The package ships a JSON Schema of the section <c>ApiSecurity</c>, so that editors complete and check appsettings.json. It is made of
/// the options' types and their documentation. After a change of them: <c>eng/configuration-schema.sh</c>.
/// </summary>
public sealed class ConfigurationSchemaTests
{
    private static readonly string File = Repository.PathOf("src", "ApiSecurity", "ConfigurationSchema.json");

    [Fact]
    public void The_schema_in_the_package_is_that_of_the_options()
    {
        var generated = Generate();
        if (Environment.GetEnvironmentVariable("APISECURITY_WRITE_SCHEMA") == "1")
        {
            System.IO.File.WriteAllText(File, generated);
        }

        Assert.True(System.IO.File.ReadAllText(File) == generated, "src/ApiSecurity/ConfigurationSchema.json is not what the options say. Run eng/configuration-schema.sh.");
    }

    [Theory]
    [InlineData("""{ "ApiSecurity": { "Mode": "Report" } }""", 0)]
    [InlineData("""{ "Logging": {}, "ApiSecurity": { "Headers": { "DisabledReason": "the gateway does it" } } }""", 0)]
    [InlineData("""{ "ApiSecurity": { "Mode": "Enforced" } }""", 1)]
    [InlineData("""{ "ApiSecurity": { "Headres": {} } }""", 1)]
    [InlineData("""{ "ApiSecurity": { "Headers": { "Nonsense": 1 } } }""", 1)]
    public async Task Editors_find_what_the_start_would_find(string settings, int errors)
    {
        var schema = await JsonSchema.FromJsonAsync(await System.IO.File.ReadAllTextAsync(File, TestContext.Current.CancellationToken), TestContext.Current.CancellationToken);

        Assert.Equal(errors, schema.Validate(settings).Count);
    }

    private static string Generate()
    {
        var settings = new SystemTextJsonSchemaGeneratorSettings
        {
            DefaultReferenceTypeNullHandling = ReferenceTypeNullHandling.NotNull,
            FlattenInheritanceHierarchy = true,
            SerializerOptions = new JsonSerializerOptions { Converters = { new JsonStringEnumConverter() } },
        };
        var options = JObject.Parse(JsonSchema.FromType<ApiSecurityOptions>(settings).ToJson());
        Adapt(options);
        var definitions = options["definitions"];
        options.Remove("definitions");
        options.Remove("$schema");
        var root = new JObject
        {
            ["$schema"] = "http://json-schema.org/draft-04/schema#",
            ["type"] = "object",
            ["properties"] = new JObject { [ApiSecurityOptions.SectionName] = options },
            ["definitions"] = definitions,
        };
        return root.ToString(Newtonsoft.Json.Formatting.Indented).ReplaceLineEndings("\n") + "\n";
    }

    /// <summary>Configuration writes times as .NET does, not as ISO 8601, and may write any value as a text.</summary>
    private static void Adapt(JObject schema)
    {
        foreach (var node in schema.DescendantsAndSelf().OfType<JObject>().ToArray())
        {
            if ((string?)node["format"] is "duration" or "time-span")
            {
                node.Remove("format");
                node["pattern"] = @"^([0-9]+\.)?[0-9]{1,2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,7})?)?$";
            }

            node.Remove("x-enumNames");
            node.Remove("x-abstract");
        }
    }
}
