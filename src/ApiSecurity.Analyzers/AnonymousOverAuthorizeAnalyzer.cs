using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace ApiSecurity.Analyzers;

/// <summary>Something asks for authorization, and AllowAnonymous takes it away again.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class AnonymousOverAuthorizeAnalyzer : DiagnosticAnalyzer
{
    /// <summary>Told to the code fix.</summary>
    internal const string Id = "APISEC007";

    private static readonly DiagnosticDescriptor Rule = new(
        Id,
        "AllowAnonymous takes away what is asked for",
        "{0} has no effect, because AllowAnonymous {1} wins: anybody may call this",
        RuleSet.Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: RuleSet.Page + "apisec007");

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rule];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(start =>
        {
            var web = new WebSymbols(start.Compilation);
            if (web.AllowAnonymous is not null && web.AuthorizeData is not null)
            {
                start.RegisterSymbolAction(symbol => LookAtType(symbol, web), SymbolKind.NamedType);
                start.RegisterOperationAction(operation => LookAtMap(operation, web), OperationKind.Invocation);
            }
        });
    }

    private static void LookAtType(SymbolAnalysisContext context, WebSymbols web)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        if (type.TypeKind != TypeKind.Class)
        {
            return;
        }

        var openType = Of(type, web.AllowAnonymous);
        if (openType is not null && Of(type, web.AuthorizeData) is { } onType)
        {
            Report(openType, onType, "beside it");
        }

        foreach (var member in type.GetMembers())
        {
            if (member is IMethodSymbol { MethodKind: MethodKind.Ordinary } && Of(member, web.AuthorizeData) is { } asked)
            {
                if (Of(member, web.AllowAnonymous) is { } open)
                {
                    Report(open, asked, "beside it");
                }
                else if (openType is not null)
                {
                    Report(asked, asked, "on the class");
                }
            }
        }

        void Report(AttributeData at, AttributeData asked, string where) => context.ReportDiagnostic(Diagnostic.Create(
            Rule,
            at.ApplicationSyntaxReference!.GetSyntax(context.CancellationToken).GetLocation(),
            $"[{Short(asked.AttributeClass!.Name)}]",
            where));
    }

    private static void LookAtMap(OperationAnalysisContext context, WebSymbols web)
    {
        var map = (IInvocationOperation)context.Operation;
        if (!map.TargetMethod.Name.StartsWith("Map", StringComparison.Ordinal) || !EndpointMaps.IsMap(map, web))
        {
            return;
        }

        // A group is looked at with each of its endpoints.
        var isGroup = map.TargetMethod.Name == "MapGroup";
        var conventions = EndpointMaps.Conventions(map).Where(call => !isGroup || !call.TargetMethod.Name.StartsWith("Map", StringComparison.Ordinal)).ToList();
        var handler = EndpointMaps.HandlerOf(map, web) switch
        {
            IAnonymousFunctionOperation lambda => lambda.Symbol,
            IMethodReferenceOperation reference => reference.Method,
            _ => null,
        };
        var asked = conventions.FirstOrDefault(call => call.TargetMethod.Name is "RequireAuthorization" or "RequirePermission" or "RequireScope" or "RequireRole");
        var attribute = handler is null ? null : Of(handler, web.AuthorizeData);
        var open = conventions.FirstOrDefault(EndpointMaps.Opens);
        var word = asked?.TargetMethod.Name ?? (attribute is null ? null : $"[{Short(attribute.AttributeClass!.Name)}]");
        if (word is null)
        {
            return;
        }

        // An endpoint that is opened in a group that asks is how one is opened; the other way round nobody means.
        if (open is not null && (asked is null || IsOn(map, asked)))
        {
            context.ReportDiagnostic(Diagnostic.Create(Rule, (IsOn(map, open) ? open : asked ?? map).Place(), word, IsOn(map, open) ? "beside it" : "of the group"));
        }
        else if (asked is not null && IsOn(map, asked) && handler is not null && Of(handler, web.AllowAnonymous) is not null)
        {
            context.ReportDiagnostic(Diagnostic.Create(Rule, asked.Place(), word, "of the handler"));
        }
    }

    private static bool IsOn(IInvocationOperation map, IInvocationOperation call)
    {
        for (var next = EndpointMaps.CallOn(map); next is not null; next = EndpointMaps.CallOn(next))
        {
            if (next == call)
            {
                return true;
            }
        }

        return false;
    }

    private static AttributeData? Of(ISymbol symbol, INamedTypeSymbol? contract) => symbol.GetAttributes().FirstOrDefault(attribute => attribute.ApplicationSyntaxReference is not null && attribute.AttributeClass.Implements(contract));

    private static string Short(string name) => name.EndsWith("Attribute", StringComparison.Ordinal) ? name.Substring(0, name.Length - "Attribute".Length) : name;
}
