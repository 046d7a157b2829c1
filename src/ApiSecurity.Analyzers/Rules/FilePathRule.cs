using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ApiSecurity.Analyzers;

/// <summary>A file is opened under a name of the request (path traversal).</summary>
internal sealed class FilePathRule : FlowRule
{
    private static readonly DiagnosticDescriptor Rule = new(
        "APISEC015",
        "A file's path is made of the request's text",
        "'{0}' comes from the request and is a part of a path: '..' or an absolute path leads out of the folder; take Path.GetFileName of it or look it up in a list",
        RuleSet.Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: RuleSet.Page + "apisec015");

    public override DiagnosticDescriptor Descriptor => Rule;

    public override void Visit(IOperation operation, FlowVisit visit)
    {
        foreach (var path in Paths(operation))
        {
            var origins = visit.Flow.TextOriginsOf(path);
            if (!origins.IsEmpty && !visit.Flow.IsChecked(origins))
            {
                visit.Report(Rule, operation, origins.First().Name);
                return;
            }
        }
    }

    private static IEnumerable<IOperation> Paths(IOperation operation)
    {
        switch (operation)
        {
            case IInvocationOperation call when call.TargetMethod.ContainingType is { Name: "File" or "Directory" } type && type.ContainingNamespace.ToDisplayString() == "System.IO" && call.TargetMethod.Name is not "Exists":
                return Named(call.Arguments, "path", "sourceFileName", "destFileName", "sourceDirName", "destDirName");
            case IInvocationOperation { TargetMethod: { Name: "PhysicalFile" } method } call when method.IsBelow("Microsoft.AspNetCore"):
                return Named(call.Arguments, "physicalPath", "path");
            case IInvocationOperation { TargetMethod: { Name: "File", ContainingType.Name: "Results" } method } call when method.IsBelow("Microsoft.AspNetCore.Http"):
                return Named(call.Arguments, "path");
            case IInvocationOperation { TargetMethod: { Name: "SendFileAsync" } method } call when method.IsBelow("Microsoft.AspNetCore.Http"):
                return Named(call.Arguments, "fileName");
            case IObjectCreationOperation { Type: { Name: "FileStream" or "FileInfo" or "DirectoryInfo" or "StreamReader" or "StreamWriter" } type } creation when type.IsBelow("System.IO"):
                return Named(creation.Arguments, "path", "fileName");
            case IObjectCreationOperation { Type.Name: "PhysicalFileResult" } creation:
                return Named(creation.Arguments, "fileName");
            default:
                return [];
        }
    }

    private static IEnumerable<IOperation> Named(IEnumerable<IArgumentOperation> arguments, params string[] names) =>
        arguments.Where(argument => names.Contains(argument.Parameter?.Name) && argument.Parameter!.Type.SpecialType == SpecialType.System_String).Select(argument => argument.Value);
}
