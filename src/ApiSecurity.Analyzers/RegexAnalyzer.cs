using System.Collections.Immutable;
using ApiSecurity.Validation;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace ApiSecurity.Analyzers;

/// <summary>A pattern that a short text keeps busy for hours.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class RegexAnalyzer : DiagnosticAnalyzer
{
    /// <summary>Told to the code fix.</summary>
    internal const string Id = "APISEC013";

    /// <summary>The property of an alarm that says that <c>RegexOptions.NonBacktracking</c> is possible.</summary>
    internal const string CanGoWithout = "NonBacktracking";

    private const int LongestPattern = 2000;

    private static readonly DiagnosticDescriptor Rule = new(
        Id,
        "The time of this pattern doubles with each character",
        "A text that all but matches this pattern is tried in ways that double with each character: use RegexOptions.NonBacktracking, make the repetitions exclude each other, or set a timeout",
        RuleSet.Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: RuleSet.Page + "apisec013");

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rule];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(start =>
        {
            var regex = start.Compilation.GetTypeByMetadataName("System.Text.RegularExpressions.Regex");
            var generated = start.Compilation.GetTypeByMetadataName("System.Text.RegularExpressions.GeneratedRegexAttribute");
            var annotation = start.Compilation.GetTypeByMetadataName("System.ComponentModel.DataAnnotations.RegularExpressionAttribute");
            if (regex is not null)
            {
                start.RegisterOperationAction(
                    operation =>
                    {
                        var creation = (IObjectCreationOperation)operation.Operation;
                        if (creation.Type.Is(regex))
                        {
                            Look(operation, creation.Arguments, isWhole: false, canGoWithout: true);
                        }
                    },
                    OperationKind.ObjectCreation);
                start.RegisterOperationAction(
                    operation =>
                    {
                        var call = (IInvocationOperation)operation.Operation;
                        if (call.TargetMethod.IsStatic && call.TargetMethod.ContainingType.Is(regex))
                        {
                            Look(operation, call.Arguments, isWhole: false, canGoWithout: true);
                        }
                    },
                    OperationKind.Invocation);
            }

            start.RegisterOperationAction(
                operation =>
                {
                    if (((IAttributeOperation)operation.Operation).Operation is IObjectCreationOperation creation)
                    {
                        if (creation.Type.Is(generated))
                        {
                            Look(operation, creation.Arguments, isWhole: false, canGoWithout: false);
                        }
                        else if (creation.Type.DerivesFrom(annotation) && creation.Initializer is null)
                        {
                            // It has a timeout of two seconds: a request a second keeps two cores busy.
                            Look(operation, creation.Arguments, isWhole: true, canGoWithout: false);
                        }
                    }
                },
                OperationKind.Attribute);
        });
    }

    private static void Look(OperationAnalysisContext context, ImmutableArray<IArgumentOperation> arguments, bool isWhole, bool canGoWithout)
    {
        IOperation? pattern = null;
        var options = PatternOptions.None;
        foreach (var argument in arguments)
        {
            switch (argument.Parameter?.Name)
            {
                case "pattern":
                    pattern = argument.Value;
                    break;
                case "options" when argument.Value.ConstantValue is { HasValue: true, Value: int value }:
                    options = (PatternOptions)value;
                    break;
                case "options":
                case "matchTimeout":
                case "matchTimeoutMilliseconds" when argument.Value.ConstantValue.Value is not (null or -1) && argument.ArgumentKind == ArgumentKind.Explicit:
                    return;
            }
        }

        if (pattern?.ConstantValue.Value is not string text || text.Length > LongestPattern || options.HasFlag(PatternOptions.NonBacktracking))
        {
            return;
        }

        if (BacktrackingParser.Parse(text, options, out var needsBacktracking) is { } parsed && Backtracking.IsCatastrophic(parsed, isWhole))
        {
            var isPossible = canGoWithout && !needsBacktracking && (options & (PatternOptions.RightToLeft | PatternOptions.ECMAScript)) == 0;
            context.ReportDiagnostic(Diagnostic.Create(
                Rule,
                pattern.Syntax.GetLocation(),
                isPossible ? ImmutableDictionary<string, string?>.Empty.Add(CanGoWithout, "true") : null));
        }
    }
}
