using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace ApiSecurity.Analyzers;

/// <summary>Credentials that are read from addresses, or compared so that the time tells how much of them is right.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class CredentialsAnalyzer : DiagnosticAnalyzer
{
    private static readonly DiagnosticDescriptor InAddress = new(
        "APISEC018",
        "A credential is taken from the address",
        "'{0}' is read from the query: addresses end up in logs, histories and other servers' Referer; take it from a header",
        RuleSet.Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: RuleSet.Page + "apisec018");

    private static readonly DiagnosticDescriptor Compared = new(
        "APISEC019",
        "A secret is compared letter by letter",
        "'{0}' is compared with ==, which is over at the first wrong letter, so the time tells how many were right: use CryptographicOperations.FixedTimeEquals on hashes",
        RuleSet.Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: RuleSet.Page + "apisec019");

    private static readonly ImmutableHashSet<string> Names = ImmutableHashSet.Create(StringComparer.OrdinalIgnoreCase, "access_token", "api_key", "api-key", "apikey", "x-api-key", "password", "secret", "client_secret");

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [InAddress, Compared];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(start =>
        {
            var query = start.Compilation.GetTypeByMetadataName("Microsoft.AspNetCore.Http.IQueryCollection");
            var headers = start.Compilation.GetTypeByMetadataName("Microsoft.AspNetCore.Http.IHeaderDictionary");
            if (query is null || headers is null)
            {
                return;
            }

            start.RegisterOperationAction(operation => LookAtQuery(operation, query), OperationKind.PropertyReference);
            start.RegisterOperationAction(operation => LookAtComparison(operation, query, headers), OperationKind.Binary);
        });
    }

    private static void LookAtQuery(OperationAnalysisContext context, INamedTypeSymbol query)
    {
        var property = (IPropertyReferenceOperation)context.Operation;
        if (NameIn(property, query) is { } name && Names.Contains(name) && !IsForSockets(property))
        {
            context.ReportDiagnostic(Diagnostic.Create(InAddress, property.Syntax.GetLocation(), name));
        }
    }

    /// <summary>Browsers can't set headers of WebSockets: a token in the address, for the paths of the hubs alone, is how it is done.</summary>
    private static bool IsForSockets(IOperation operation)
    {
        var scope = operation.Ancestors().FirstOrDefault(parent => parent is IAnonymousFunctionOperation or ILocalFunctionOperation or IMethodBodyOperation);
        return scope is not null && scope.Descendants().Any(inner => inner is IInvocationOperation { TargetMethod.Name: "StartsWithSegments" } or IPropertyReferenceOperation { Property.Name: "IsWebSocketRequest" });
    }

    private static void LookAtComparison(OperationAnalysisContext context, INamedTypeSymbol query, INamedTypeSymbol headers)
    {
        var comparison = (IBinaryOperation)context.Operation;
        if (comparison.OperatorKind is BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals)
        {
            var name = Of(comparison.LeftOperand, comparison.RightOperand) ?? Of(comparison.RightOperand, comparison.LeftOperand);
            if (name is not null)
            {
                context.ReportDiagnostic(Diagnostic.Create(Compared, comparison.Syntax.GetLocation(), name));
            }
        }

        string? Of(IOperation side, IOperation other) => IsSecret(other) ? Credential(side, query, headers, depth: 2) : null;
    }

    /// <summary>Something to compare with that is no name and no length: text that is not written here, or that is long.</summary>
    private static bool IsSecret(IOperation other)
    {
        var bare = other.Bare();
        return bare.ConstantValue is { HasValue: true, Value: var value }
            ? value is string { Length: >= 12 }
            : bare.Type is { SpecialType: SpecialType.System_String } or { Name: "StringValues" };
    }

    private static string? Credential(IOperation side, INamedTypeSymbol query, INamedTypeSymbol headers, int depth)
    {
        foreach (var operation in side.DescendantsAndSelf())
        {
            switch (operation)
            {
                case IPropertyReferenceOperation property when (NameIn(property, headers) ?? NameIn(property, query)) is { } name && IsCredentialName(name):
                    return name;
                case IPropertyReferenceOperation { Property.Name: "Authorization" } property when property.Property.ContainingType.Is(headers):
                    return "Authorization";
                case ILocalReferenceOperation local when depth > 0 && local.Resolved() is var resolved && resolved != local:
                    if (Credential(resolved, query, headers, depth - 1) is { } found)
                    {
                        return found;
                    }

                    break;
            }
        }

        return null;
    }

    private static string? NameIn(IPropertyReferenceOperation property, INamedTypeSymbol collection) =>
        property.Property.IsIndexer && property.Instance?.Type is { } type && (type.Is(collection) || type.Implements(collection)) && property.Arguments.Length == 1
            ? property.Arguments[0].Value.ConstantValue.Value as string
            : null;

    private static bool IsCredentialName(string name)
    {
        foreach (var word in new[] { "api-key", "apikey", "api_key", "token", "secret", "signature", "authorization", "password", "hmac" })
        {
            if (name.IndexOf(word, StringComparison.OrdinalIgnoreCase) >= 0)
            {
                return true;
            }
        }

        return false;
    }
}
