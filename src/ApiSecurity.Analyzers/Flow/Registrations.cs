using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ApiSecurity.Analyzers;

/// <summary>What the code registers by a type argument: <c>AddScoped&lt;CurrentUser&gt;()</c>, <c>AddPropertyRules&lt;Order&gt;(…)</c>. Read once, and only if somebody asks.</summary>
internal sealed class Registrations
{
    private readonly Lazy<(HashSet<string> Services, HashSet<string> Rules)> _names;

    public Registrations(Compilation compilation) => _names = new(() => Read(compilation));

    public bool IsService(ITypeSymbol type) => _names.Value.Services.Contains(type.Name);

    public bool HasPropertyRules(ITypeSymbol type) => _names.Value.Rules.Contains(type.Name);

    private static (HashSet<string> Services, HashSet<string> Rules) Read(Compilation compilation)
    {
        var services = new HashSet<string>(StringComparer.Ordinal);
        var rules = new HashSet<string>(StringComparer.Ordinal);
        foreach (var tree in compilation.SyntaxTrees)
        {
            foreach (var name in tree.GetRoot().DescendantNodes().OfType<GenericNameSyntax>())
            {
                var names = name.Identifier.ValueText switch
                {
                    "AddPropertyRules" => rules,
                    "AddScoped" or "AddSingleton" or "AddTransient" or "TryAddScoped" or "TryAddSingleton" or "TryAddTransient" or "AddHttpClient" or "AddKeyedScoped" or "AddKeyedSingleton" or "AddKeyedTransient" => services,
                    _ => null,
                };
                foreach (var argument in names is null ? [] : name.TypeArgumentList.Arguments)
                {
                    names!.Add(argument is QualifiedNameSyntax qualified ? qualified.Right.Identifier.ValueText : argument.ToString());
                }
            }
        }

        return (services, rules);
    }
}
