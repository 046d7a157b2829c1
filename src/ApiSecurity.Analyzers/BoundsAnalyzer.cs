using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace ApiSecurity.Analyzers;

/// <summary>Readers of input that may make any type, load other documents, or go on without an end.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class BoundsAnalyzer : DiagnosticAnalyzer
{
    private const int DeepestJson = 512;

    private static readonly DiagnosticDescriptor Types = new(
        "APISEC021",
        "JSON names the types that are made",
        "TypeNameHandling lets whoever writes the JSON choose which types are made: that is code of theirs; leave it None",
        RuleSet.Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: RuleSet.Page + "apisec021");

    private static readonly DiagnosticDescriptor Documents = new(
        "APISEC022",
        "XML may load other documents",
        "{0}: a document can then read files and other servers, or grow without an end; prohibit document types",
        RuleSet.Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: RuleSet.Page + "apisec022");

    private static readonly DiagnosticDescriptor Bounds = new(
        "APISEC023",
        "A bound on requests is taken away",
        "{0}: one request may take all that there is; set the bound that is needed, where it is needed",
        RuleSet.Category,
        DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        helpLinkUri: RuleSet.Page + "apisec023");

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Types, Documents, Bounds];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterOperationAction(LookAtAssignment, OperationKind.SimpleAssignment);
        context.RegisterOperationAction(LookAtAttribute, OperationKind.Attribute);
    }

    private static void LookAtAssignment(OperationAnalysisContext context)
    {
        var assignment = (ISimpleAssignmentOperation)context.Operation;
        if (assignment.Target is not IPropertyReferenceOperation { Property: { } property })
        {
            return;
        }

        switch (property.Name)
        {
            case "TypeNameHandling" when property.IsBelow("Newtonsoft.Json") && assignment.Value.ConstantValue is { HasValue: true, Value: not 0 }:
                context.ReportDiagnostic(Diagnostic.Create(Types, assignment.Syntax.GetLocation()));
                break;
            case "DtdProcessing" when property.IsBelow("System.Xml") && assignment.Value.IsConstant(2):
                context.ReportDiagnostic(Diagnostic.Create(Documents, assignment.Syntax.GetLocation(), "Document types are processed"));
                break;
            case "XmlResolver" when property.IsBelow("System.Xml") && assignment.Value.Bare() is IObjectCreationOperation { Type.Name: "XmlUrlResolver" }:
                context.ReportDiagnostic(Diagnostic.Create(Documents, assignment.Syntax.GetLocation(), "Addresses in the document are fetched"));
                break;
            case "MaxRequestBodySize" when property.IsBelow("Microsoft.AspNetCore") && (assignment.Value.ConstantValue.IsNull() || assignment.Value.Bare().ConstantValue.IsNull() || IsHuge(assignment.Value)):
            case "MultipartBodyLengthLimit" or "ValueLengthLimit" or "BufferBodyLengthLimit" when property.IsBelow("Microsoft.AspNetCore") && IsHuge(assignment.Value):
            case "MaximumReceiveMessageSize" when property.IsBelow("Microsoft.AspNetCore.SignalR") && (assignment.Value.Bare().ConstantValue.IsNull() || IsHuge(assignment.Value)):
            case "MaxDepth" when property.IsBelow("System.Text.Json") && assignment.Value.ConstantValue is { HasValue: true, Value: > DeepestJson }:
                context.ReportDiagnostic(Diagnostic.Create(Bounds, assignment.Syntax.GetLocation(), $"{property.Name} is {assignment.Value.Syntax}"));
                break;
        }
    }

    private static bool IsHuge(IOperation value) => value.Bare().ConstantValue is { HasValue: true, Value: long.MaxValue or int.MaxValue } || value.ConstantValue is { HasValue: true, Value: long.MaxValue or int.MaxValue };

    private static void LookAtAttribute(OperationAnalysisContext context)
    {
        if (((IAttributeOperation)context.Operation).Operation is IObjectCreationOperation { Type: { } type } creation && type.IsBelow("Microsoft.AspNetCore.Mvc")
            && (type.Name == "DisableRequestSizeLimitAttribute" || type.Name == "RequestSizeLimitAttribute" && creation.Arguments.Any(argument => IsHuge(argument.Value))))
        {
            context.ReportDiagnostic(Diagnostic.Create(Bounds, creation.Syntax.GetLocation(), $"[{creation.Syntax}]"));
        }
    }
}
