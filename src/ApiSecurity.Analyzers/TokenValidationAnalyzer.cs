using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace ApiSecurity.Analyzers;

/// <summary>A part of the validation of tokens, or of servers' certificates, is switched off.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class TokenValidationAnalyzer : DiagnosticAnalyzer
{
    private static readonly DiagnosticDescriptor Token = new(
        "APISEC004",
        "Validation of tokens is switched off",
        "{0}: tokens that the API should refuse are accepted",
        RuleSet.Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: RuleSet.Page + "apisec004");

    private static readonly DiagnosticDescriptor Transport = new(
        "APISEC005",
        "Another server's identity is not checked",
        "{0}: whoever is on the line can answer in the other server's name",
        RuleSet.Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: RuleSet.Page + "apisec005");

    private static readonly ImmutableHashSet<string> Switches = ImmutableHashSet.Create(
        StringComparer.Ordinal,
        "ValidateIssuer", "ValidateAudience", "ValidateLifetime", "ValidateIssuerSigningKey", "RequireSignedTokens", "RequireExpirationTime", "RequireAudience");

    private static readonly ImmutableHashSet<string> Validators = ImmutableHashSet.Create(
        StringComparer.Ordinal,
        "SignatureValidator", "SignatureValidatorUsingConfiguration", "IssuerValidator", "IssuerValidatorAsync", "IssuerValidatorUsingConfiguration", "AudienceValidator", "LifetimeValidator",
        "IssuerSigningKeyValidator", "IssuerSigningKeyValidatorUsingConfiguration", "AlgorithmValidator", "TypeValidator");

    private static readonly ImmutableHashSet<string> CertificateCallbacks = ImmutableHashSet.Create(
        StringComparer.Ordinal,
        "ServerCertificateCustomValidationCallback", "ServerCertificateValidationCallback", "RemoteCertificateValidationCallback");

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Token, Transport];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(start =>
        {
            var parameters = start.Compilation.GetTypeByMetadataName("Microsoft.IdentityModel.Tokens.TokenValidationParameters");
            start.RegisterOperationAction(operation => Look(operation, parameters), OperationKind.SimpleAssignment);
            if (start.Compilation.GetTypeByMetadataName("System.Net.Http.HttpClientHandler") is { } handler)
            {
                start.RegisterOperationAction(operation => LookForAnyCertificate(operation, handler), OperationKind.PropertyReference);
            }
        });
    }

    private static void Look(OperationAnalysisContext context, INamedTypeSymbol? parameters)
    {
        var assignment = (ISimpleAssignmentOperation)context.Operation;
        if (assignment.Target is not IPropertyReferenceOperation { Property: { } property })
        {
            return;
        }

        if (property.ContainingType.Is(parameters))
        {
            if (Switches.Contains(property.Name) && assignment.Value.IsConstant(false)
                || Validators.Contains(property.Name) && AcceptsAll(assignment.Value, property.Name))
            {
                Report(context, Token, assignment, assignment.Value.IsConstant(false) ? $"{property.Name} is false" : $"{property.Name} accepts everything");
            }
        }
        else if (property.Name == "RequireHttpsMetadata" && property.IsBelow("Microsoft.AspNetCore.Authentication") && assignment.Value.IsConstant(false))
        {
            Report(context, Transport, assignment, "RequireHttpsMetadata is false, outside of development, so the keys of the token issuer may come without TLS");
        }
        else if (CertificateCallbacks.Contains(property.Name) && property.IsBelow("System.Net") && ReturnsTrue(assignment.Value))
        {
            Report(context, Transport, assignment, $"{property.Name} accepts every certificate");
        }
    }

    private static void LookForAnyCertificate(OperationAnalysisContext context, INamedTypeSymbol handler)
    {
        var reference = (IPropertyReferenceOperation)context.Operation;
        if (reference.Property.Name == "DangerousAcceptAnyServerCertificateValidator" && reference.Property.ContainingType.Is(handler))
        {
            Report(context, Transport, reference, "every certificate is accepted");
        }
    }

    private static void Report(OperationAnalysisContext context, DiagnosticDescriptor rule, IOperation operation, string what)
    {
        if (!DevelopmentOnly.Covers(operation))
        {
            context.ReportDiagnostic(Diagnostic.Create(rule, operation.Syntax.GetLocation(), what));
        }
    }

    private static bool ReturnsTrue(IOperation value) => value.Bare() is IAnonymousFunctionOperation lambda && Values(lambda) is { Count: > 0 } values && values.All(returned => returned.IsConstant(true));

    /// <summary>A delegate that only ever says yes: <c>true</c>, what it was given, or a token that was read but not checked.</summary>
    private static bool AcceptsAll(IOperation value, string name)
    {
        if (value.Bare() is not IAnonymousFunctionOperation lambda || Values(lambda) is not { Count: > 0 } values)
        {
            return false;
        }

        // A lambda that can throw says no by throwing.
        return !lambda.Body.Descendants().Any(operation => operation is IThrowOperation or IConditionalOperation or ISwitchOperation or ISwitchExpressionOperation)
            && values.All(returned => IsYes(returned.Resolved(), lambda, name));
    }

    private static bool IsYes(IOperation returned, IAnonymousFunctionOperation lambda, string name) => returned switch
    {
        IParameterReferenceOperation { Parameter.Ordinal: 0 } parameter => lambda.Symbol.Parameters.Contains(parameter.Parameter, SymbolEqualityComparer.Default),
        IObjectCreationOperation { Type.Name: "JsonWebToken" or "JwtSecurityToken" } => name.StartsWith("Signature", StringComparison.Ordinal),
        IInvocationOperation { TargetMethod.Name: "ReadToken" or "ReadJwtToken" or "ReadJsonWebToken" } => name.StartsWith("Signature", StringComparison.Ordinal),
        IInvocationOperation { TargetMethod.Name: "FromResult", Arguments.Length: 1 } task => IsYes(task.Arguments[0].Value.Resolved(), lambda, name),
        _ => returned.IsConstant(true),
    };

    private static List<IOperation> Values(IAnonymousFunctionOperation lambda) => [.. lambda.Body.Returned()];
}
