using ApiSecurity.Authentication;

namespace ApiSecurity.Tests.Authentication.Signatures;

/// <summary>A message of which a test says everything, answers included.</summary>
internal sealed class TestComponents(string? query, Dictionary<string, string> derived, Dictionary<string, string[]> fields) : MessageComponents
{
    public override string? Query => query;

    public override string? Derive(string name) => derived.GetValueOrDefault(name);

    public override IReadOnlyList<string?>? Lines(string field) => fields.GetValueOrDefault(field);
}
