using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace ApiSecurity.Analyzers;

/// <summary>An entity is what the client writes or reads: all its members, also those that are added next year.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class EntityAnalyzer : DiagnosticAnalyzer
{
    private static readonly DiagnosticDescriptor Bound = new(
        "APISEC002",
        "The request is bound to an entity",
        "{0} is what the database keeps, and the client may set every member of it, also owner, tenant and price: bind a type that has what clients may say",
        RuleSet.Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: RuleSet.Page + "apisec002");

    private static readonly DiagnosticDescriptor Returned = new(
        "APISEC003",
        "An entity is the answer",
        "{0} is what the database keeps, and the client gets every member of it: answer with a type that has what clients may see",
        RuleSet.Category,
        DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        helpLinkUri: RuleSet.Page + "apisec003");

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Bound, Returned];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(start =>
        {
            var web = new WebSymbols(start.Compilation);
            if (web.IsAspNetCore && (web.DbSet is not null || web.ObjectPolicy is not null))
            {
                var entities = new Entities(web);
                new HandlerFinder(web, (handler, report) => Look(handler, entities, web, report)).Register(start);
            }
        });
    }

    private static void Look(Handler handler, Entities entities, WebSymbols web, Action<Diagnostic> report)
    {
        foreach (var source in handler.Sources)
        {
            var type = (source as IParameterSymbol)?.Type ?? ((IPropertySymbol)source).Type;
            if (entities.In(type) is { } entity && !IsLimited(source) && !IsParsed(entity) && source.Locations.Length > 0)
            {
                report(Diagnostic.Create(Bound, source.Locations[0], entity.Name));
            }
        }

        foreach (var operation in handler.Body.OwnDescendants())
        {
            switch (operation)
            {
                case IInvocationOperation call when IsAnswer(call.TargetMethod, web):
                    foreach (var argument in call.Arguments)
                    {
                        Answer(argument.Value);
                    }

                    break;
                case IInvocationOperation { TargetMethod: { Name: "ReadFromJsonAsync", TypeArguments.Length: 1 } method } call
                    when method.ContainingType.Name == "HttpRequestJsonExtensions" && entities.In(method.TypeArguments[0]) is { } entity:
                    report(Diagnostic.Create(Bound, call.Place(), entity.Name));
                    break;
                // An answer that is made by a method was looked at there; Results<…> converts it once more.
                case IReturnOperation { ReturnedValue: { } value } when !(Converted(value) is IInvocationOperation inner && IsAnswer(inner.TargetMethod, web)):
                    Answer(value);
                    break;
            }
        }

        void Answer(IOperation value)
        {
            var bare = value is IConversionOperation { Operand: { } operand } ? operand : value;
            if (bare is IAnonymousObjectCreationOperation together)
            {
                foreach (var member in together.Initializers.OfType<ISimpleAssignmentOperation>())
                {
                    Answer(member.Value);
                }

                return;
            }

            if (entities.In(bare.Type) is { } entity)
            {
                report(Diagnostic.Create(Returned, value.Place(), entity.Name));
            }
        }
    }

    private static IOperation Converted(IOperation value)
    {
        var bare = value.Bare();
        return bare is IConversionOperation conversion ? Converted(conversion.Operand) : bare;
    }

    /// <summary><c>[Bind("Name,Note")]</c>, <c>[FromServices]</c> and attributes of the library say what is bound.</summary>
    private static bool IsLimited(ISymbol source) => source.GetAttributes().Any(attribute => attribute.AttributeClass is { Name: "BindAttribute" } || attribute.AttributeClass.IsBelow("ApiSecurity"));

    /// <summary>A type that makes itself of the request.</summary>
    private static bool IsParsed(ITypeSymbol type) => type.GetMembers().Any(member => member is IMethodSymbol { IsStatic: true, Name: "TryParse" or "BindAsync" });

    /// <summary>A method whose argument is serialised; a view shows what its author wrote into it.</summary>
    private static bool IsAnswer(IMethodSymbol method, WebSymbols web) => method.IsBelow("Microsoft.AspNetCore")
        && method.Name is not ("View" or "PartialView" or "Page" or "ViewComponent")
        && (method.ContainingType.Name is "Results" or "TypedResults" or "HttpResponseJsonExtensions" || web.ControllerBase is not null && method.ContainingType.DerivesFrom(web.ControllerBase));
}
