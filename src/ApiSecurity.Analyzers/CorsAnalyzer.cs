using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace ApiSecurity.Analyzers;

/// <summary>A CORS policy lets every origin in, with the user's cookies.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class CorsAnalyzer : DiagnosticAnalyzer
{
    private static readonly DiagnosticDescriptor Rule = new(
        "APISEC006",
        "Any origin, with credentials",
        "{0} together with AllowCredentials: every page that a user visits can read this API in the user's name; list the origins",
        RuleSet.Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: RuleSet.Page + "apisec006");

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rule];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(start =>
        {
            if (start.Compilation.GetTypeByMetadataName("Microsoft.AspNetCore.Cors.Infrastructure.CorsPolicyBuilder") is { } builder)
            {
                start.RegisterOperationAction(operation => Look(operation, builder), OperationKind.Invocation);
            }
        });
    }

    private static void Look(OperationAnalysisContext context, INamedTypeSymbol builder)
    {
        var credentials = (IInvocationOperation)context.Operation;
        if (credentials.TargetMethod.Name != "AllowCredentials" || !credentials.TargetMethod.ContainingType.Is(builder))
        {
            return;
        }

        var policy = Root(credentials);
        var body = credentials.Ancestors().FirstOrDefault(parent => parent is IAnonymousFunctionOperation or ILocalFunctionOperation or IMethodBodyOperation) ?? credentials;
        foreach (var call in body.Descendants().OfType<IInvocationOperation>())
        {
            if (call.TargetMethod.ContainingType.Is(builder) && LetsAllIn(call) && SamePolicy(policy, Root(call)))
            {
                context.ReportDiagnostic(Diagnostic.Create(Rule, call.Place(), call.TargetMethod.Name == "AllowAnyOrigin" ? "AllowAnyOrigin" : "An origin check that says yes to all"));
            }
        }
    }

    private static bool LetsAllIn(IInvocationOperation call) => call.TargetMethod.Name switch
    {
        "AllowAnyOrigin" => true,
        "SetIsOriginAllowed" when call.Arguments.Length > 0 => call.Arguments[0].Value.Bare() is IAnonymousFunctionOperation lambda && lambda.Body.Returned().ToList() is { Count: > 0 } values && values.All(value => value.IsConstant(true)),
        "WithOrigins" when call.Arguments.Length > 0 => call.Arguments[0].Value.Descendants().Any(value => value.IsConstant("*")),
        _ => false,
    };

    private static IOperation Root(IInvocationOperation call)
    {
        IOperation current = call;
        while (current is IInvocationOperation { Instance: { } instance })
        {
            current = instance.Bare();
        }

        return current;
    }

    private static bool SamePolicy(IOperation one, IOperation other) => (one, other) switch
    {
        (IParameterReferenceOperation left, IParameterReferenceOperation right) => left.Parameter.Is(right.Parameter),
        (ILocalReferenceOperation left, ILocalReferenceOperation right) => left.Local.Is(right.Local),
        _ => one == other,
    };
}
