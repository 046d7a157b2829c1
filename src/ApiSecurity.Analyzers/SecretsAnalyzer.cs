using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace ApiSecurity.Analyzers;

/// <summary>A secret stands in the code, where everybody who has the code or the program can read it.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class SecretsAnalyzer : DiagnosticAnalyzer
{
    private static readonly DiagnosticDescriptor Rule = new(
        "APISEC012",
        "A secret stands in the code",
        "This is {0}: whoever has the code or the program has it too; read it from configuration or a vault, and replace the one that was here",
        RuleSet.Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: RuleSet.Page + "apisec012");

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rule];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(start =>
        {
            // Keys of tests open nothing but the tests.
            if (start.Compilation.IsOfTests())
            {
                return;
            }

            start.RegisterOperationAction(LookAtText, OperationKind.Literal);
            start.RegisterOperationAction(LookAtKey, OperationKind.ObjectCreation);
        });
    }

    private static void LookAtText(OperationAnalysisContext context)
    {
        if (context.Operation.ConstantValue.Value is string { Length: >= 16 } text && SecretText.KindOf(text) is { } kind)
        {
            context.ReportDiagnostic(Diagnostic.Create(Rule, context.Operation.Syntax.GetLocation(), kind));
        }
    }

    private static void LookAtKey(OperationAnalysisContext context)
    {
        var creation = (IObjectCreationOperation)context.Operation;
        var isSigningKey = creation.Type is { Name: "SymmetricSecurityKey" } && creation.Type.IsBelow("Microsoft.IdentityModel.Tokens");
        if (!isSigningKey && !(creation.Type is { Name: "HMACSHA256" or "HMACSHA384" or "HMACSHA512" } && creation.Type.IsBelow("System.Security.Cryptography")))
        {
            return;
        }

        if (creation.ArgumentOf("key") is { } key && WrittenOut(key) is { } text && !DevelopmentOnly.Covers(creation))
        {
            context.ReportDiagnostic(Diagnostic.Create(Rule, text.Syntax.GetLocation(), isSigningKey ? "the key that tokens are signed with" : "the key of a MAC"));
        }
    }

    /// <summary>The text that a key is made of, if it is written in the code: itself, or what is taken when the configuration has none.</summary>
    private static IOperation? WrittenOut(IOperation key)
    {
        switch (key.Resolved())
        {
            case IInvocationOperation { TargetMethod: { Name: "GetBytes" } method } call when method.IsBelow("System.Text") && call.Arguments.Length == 1:
                return Constant(call.Arguments[0].Value);
            case IInvocationOperation { TargetMethod: { Name: "FromBase64String" or "FromHexString" } } call when call.Arguments.Length > 0:
                return Constant(call.Arguments[0].Value);
            case IInvocationOperation { TargetMethod.Name: "ToArray", Instance: { } instance } when instance.Bare() is IUtf8StringOperation { Value.Length: > 0 } text:
                return text;
            default:
                return null;
        }
    }

    private static IOperation? Constant(IOperation value) => value.Resolved() switch
    {
        ICoalesceOperation coalesce => Constant(coalesce.WhenNull),
        { ConstantValue: { HasValue: true, Value: string { Length: > 0 } } } constant => constant,
        _ => null,
    };
}
