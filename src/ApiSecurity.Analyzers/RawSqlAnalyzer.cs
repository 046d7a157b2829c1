using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace ApiSecurity.Analyzers;

/// <summary>SQL is put together of text (SQL injection).</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class RawSqlAnalyzer : DiagnosticAnalyzer
{
    /// <summary>Told to the code fix.</summary>
    internal const string Id = "APISEC010";

    private static readonly DiagnosticDescriptor Rule = new(
        Id,
        "SQL is put together of text",
        "The text of this SQL is put together with '{0}': what the value says becomes SQL; make it a parameter",
        RuleSet.Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: RuleSet.Page + "apisec010");

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rule];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(start =>
        {
            if (start.Compilation.GetTypeByMetadataName("System.Data.IDbCommand") is not { } command)
            {
                return;
            }

            start.RegisterOperationAction(operation => LookAtCall(operation), OperationKind.Invocation);
            start.RegisterOperationAction(operation => LookAtText(operation, command), OperationKind.SimpleAssignment);
            start.RegisterOperationAction(operation => LookAtCommand(operation, command), OperationKind.ObjectCreation);
        });
    }

    private static void LookAtCall(OperationAnalysisContext context)
    {
        var call = (IInvocationOperation)context.Operation;
        var method = call.TargetMethod;
        var isRaw = method.Name is "FromSqlRaw" or "ExecuteSqlRaw" or "ExecuteSqlRawAsync" or "SqlQueryRaw" && method.IsBelow("Microsoft.EntityFrameworkCore")
            || method.ContainingType is { Name: "SqlMapper", ContainingNamespace.Name: "Dapper" };
        if (isRaw && call.ArgumentOf("sql") is { } sql)
        {
            Report(context, sql);
        }
    }

    private static void LookAtText(OperationAnalysisContext context, INamedTypeSymbol command)
    {
        var assignment = (ISimpleAssignmentOperation)context.Operation;
        if (assignment.Target is IPropertyReferenceOperation { Property: { Name: "CommandText" } property } && property.ContainingType.Implements(command))
        {
            Report(context, assignment.Value);
        }
    }

    private static void LookAtCommand(OperationAnalysisContext context, INamedTypeSymbol command)
    {
        var creation = (IObjectCreationOperation)context.Operation;
        if (creation.Arguments.Length > 0 && creation.Arguments[0].Parameter?.Type.SpecialType == SpecialType.System_String && creation.Type.Implements(command))
        {
            Report(context, creation.Arguments[0].Value);
        }
    }

    private static void Report(OperationAnalysisContext context, IOperation sql)
    {
        if (SqlText.ForeignPart(sql) is { } part)
        {
            context.ReportDiagnostic(Diagnostic.Create(Rule, sql.Syntax.GetLocation(), part.Syntax.ToString()));
        }
    }
}
