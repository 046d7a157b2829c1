using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace ApiSecurity.Analyzers;

/// <summary>Clients are told what an exception says: paths, types, SQL, other servers' names.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ExceptionTextAnalyzer : DiagnosticAnalyzer
{
    private static readonly DiagnosticDescriptor Text = new(
        "APISEC008",
        "The client is told an exception's text",
        "The client gets {0} of an exception, which tells of the inside: log it, and answer with a text of your own",
        RuleSet.Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: RuleSet.Page + "apisec008");

    private static readonly DiagnosticDescriptor Page = new(
        "APISEC009",
        "The developer's exception page outside of development",
        "UseDeveloperExceptionPage shows stack traces, headers and cookies to everybody: call it in development only",
        RuleSet.Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: RuleSet.Page + "apisec009");

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Text, Page];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(start =>
        {
            if (ExceptionText.In(start.Compilation) is not { } text)
            {
                return;
            }

            start.RegisterOperationAction(
                operation =>
                {
                    var call = (IInvocationOperation)operation.Operation;
                    if (call.TargetMethod.Name == "UseDeveloperExceptionPage" && call.TargetMethod.IsBelow("Microsoft.AspNetCore") && !DevelopmentOnly.Covers(call))
                    {
                        operation.ReportDiagnostic(Diagnostic.Create(Page, call.Place()));
                    }

                    if (text.IsAnswer(call.TargetMethod))
                    {
                        foreach (var argument in call.Arguments)
                        {
                            Look(operation, text, argument.Value);
                        }
                    }
                },
                OperationKind.Invocation);
            start.RegisterOperationAction(
                operation =>
                {
                    var creation = (IObjectCreationOperation)operation.Operation;
                    if (text.IsAnswer(creation.Type))
                    {
                        foreach (var argument in creation.Arguments)
                        {
                            Look(operation, text, argument.Value);
                        }
                    }
                },
                OperationKind.ObjectCreation);
            start.RegisterOperationAction(
                operation =>
                {
                    var assignment = (ISimpleAssignmentOperation)operation.Operation;
                    if (assignment.Target is IPropertyReferenceOperation property && text.IsAnswer(property.Property.ContainingType))
                    {
                        Look(operation, text, assignment.Value);
                    }
                },
                OperationKind.SimpleAssignment);
        });
    }

    private static void Look(OperationAnalysisContext context, ExceptionText text, IOperation value)
    {
        if (text.Find(value) is { } found && !DevelopmentOnly.Covers(found.At) && !IsChosenInDevelopment(found.At, value))
        {
            context.ReportDiagnostic(Diagnostic.Create(Text, found.At.Syntax.GetLocation(), found.What));
        }
    }

    /// <summary>The text stands in a local that only development puts it into.</summary>
    private static bool IsChosenInDevelopment(IOperation found, IOperation value) => found != value && DevelopmentOnly.Covers(value);
}
