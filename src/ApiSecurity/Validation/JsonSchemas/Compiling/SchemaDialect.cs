namespace ApiSecurity.Validation;

/// <summary>A draft, and which of its vocabularies count.</summary>
internal sealed record SchemaDialect(JsonSchemaDraft Draft)
{
    private const string Vocabularies2019 = "https://json-schema.org/draft/2019-09/vocab/";
    private const string Vocabularies2020 = "https://json-schema.org/draft/2020-12/vocab/";

    public bool HasApplicators { get; init; } = true;

    public bool HasUnevaluated { get; init; } = true;

    public bool HasValidation { get; init; } = true;

    /// <summary>Whether the schema itself asks that formats hold.</summary>
    public bool AssertsFormats { get; init; }

    public string IdKeyword => Draft == JsonSchemaDraft.Draft4 ? "id" : "$id";

    /// <summary>Whether what stands beside <c>$ref</c> counts for nothing.</summary>
    public bool RefStandsAlone => Draft <= JsonSchemaDraft.Draft7;

    public static string UriOf(JsonSchemaDraft draft) => draft switch
    {
        JsonSchemaDraft.Draft4 => "http://json-schema.org/draft-04/schema",
        JsonSchemaDraft.Draft6 => "http://json-schema.org/draft-06/schema",
        JsonSchemaDraft.Draft7 => "http://json-schema.org/draft-07/schema",
        JsonSchemaDraft.Draft201909 => "https://json-schema.org/draft/2019-09/schema",
        JsonSchemaDraft.Draft202012 => "https://json-schema.org/draft/2020-12/schema",
        _ => throw new ArgumentOutOfRangeException(nameof(draft), draft, "There is no such draft."),
    };

    /// <summary>The URI of a draft's own schema as the draft has it: many schemas write the other one of http and https.</summary>
    public static string Canonical(string uri)
    {
        var mark = uri.IndexOf("://json-schema.org/draft", StringComparison.Ordinal);
        return mark is not (4 or 5) || !uri.StartsWith("http", StringComparison.Ordinal) ? uri
            : uri.Contains("/draft-0", StringComparison.Ordinal) ? "http" + uri[mark..] : "https" + uri[mark..];
    }

    public static SchemaDialect? Find(string uri)
    {
        uri = Canonical(uri);
        foreach (var draft in Enum.GetValues<JsonSchemaDraft>())
        {
            if (UriOf(draft) == uri)
            {
                return new SchemaDialect(draft);
            }
        }

        return null;
    }

    /// <param name="vocabularies">What the metaschema's <c>$vocabulary</c> says.</param>
    /// <param name="unknown">A vocabulary that must be understood and is not.</param>
    public SchemaDialect With(IReadOnlyDictionary<string, bool> vocabularies, out string? unknown)
    {
        var own = Draft == JsonSchemaDraft.Draft201909 ? Vocabularies2019 : Vocabularies2020;
        unknown = vocabularies
            .Where(pair => pair.Value && !pair.Key.StartsWith(Vocabularies2019, StringComparison.Ordinal) && !pair.Key.StartsWith(Vocabularies2020, StringComparison.Ordinal))
            .Select(pair => pair.Key)
            .FirstOrDefault();
        return this with
        {
            HasApplicators = vocabularies.ContainsKey(own + "applicator"),
            HasUnevaluated = vocabularies.ContainsKey(own + (Draft == JsonSchemaDraft.Draft201909 ? "applicator" : "unevaluated")),
            HasValidation = vocabularies.ContainsKey(own + "validation"),
            AssertsFormats = Draft == JsonSchemaDraft.Draft201909
                ? vocabularies.GetValueOrDefault(own + "format")
                : vocabularies.ContainsKey(own + "format-assertion"),
        };
    }
}
