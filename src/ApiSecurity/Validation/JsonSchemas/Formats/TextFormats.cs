namespace ApiSecurity.Validation;

/// <summary>The formats that JSON Schema names (2020-12 validation, section 7.3). Others say nothing.</summary>
internal static class TextFormats
{
    private static readonly Dictionary<string, TextFormat> Known = new(StringComparer.Ordinal)
    {
        ["date-time"] = DateFormats.IsDateTime,
        ["date"] = DateFormats.IsDate,
        ["time"] = DateFormats.IsTime,
        ["duration"] = DurationFormat.IsDuration,
        ["email"] = EmailFormats.IsEmail,
        ["idn-email"] = EmailFormats.IsInternationalEmail,
        ["hostname"] = HostFormats.IsHostname,
        ["idn-hostname"] = HostFormats.IsInternationalHostname,
        ["ipv4"] = AddressFormats.IsIPv4,
        ["ipv6"] = AddressFormats.IsIPv6,
        ["uri"] = UriFormats.IsUri,
        ["uri-reference"] = UriFormats.IsUriReference,
        ["iri"] = UriFormats.IsIri,
        ["iri-reference"] = UriFormats.IsIriReference,
        ["uri-template"] = UriTemplateFormat.IsTemplate,
        ["uuid"] = SmallFormats.IsUuid,
        ["json-pointer"] = SmallFormats.IsJsonPointer,
        ["relative-json-pointer"] = SmallFormats.IsRelativeJsonPointer,
        ["regex"] = SmallFormats.IsRegex,
    };

    /// <param name="name">The format.</param>
    /// <param name="draft">The draft: those before 7 know nothing of international names.</param>
    public static TextFormat? Find(string name, JsonSchemaDraft draft) =>
        name == "hostname" && draft < JsonSchemaDraft.Draft7 ? HostFormats.IsPlainHostname : Known.GetValueOrDefault(name);
}
