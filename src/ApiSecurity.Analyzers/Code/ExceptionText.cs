using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ApiSecurity.Analyzers;

/// <summary>Finds the text of exceptions in what clients are answered.</summary>
internal sealed class ExceptionText
{
    private readonly INamedTypeSymbol _exception;
    private readonly INamedTypeSymbol? _result;
    private readonly INamedTypeSymbol? _actionResult;
    private readonly INamedTypeSymbol? _problem;
    private readonly INamedTypeSymbol? _controller;

    private ExceptionText(INamedTypeSymbol exception, Compilation compilation)
    {
        _exception = exception;
        _result = compilation.GetTypeByMetadataName("Microsoft.AspNetCore.Http.IResult");
        _actionResult = compilation.GetTypeByMetadataName("Microsoft.AspNetCore.Mvc.IActionResult");
        _problem = compilation.GetTypeByMetadataName("Microsoft.AspNetCore.Mvc.ProblemDetails");
        _controller = compilation.GetTypeByMetadataName("Microsoft.AspNetCore.Mvc.ControllerBase");
    }

    public static ExceptionText? In(Compilation compilation) =>
        compilation.GetTypeByMetadataName("System.Exception") is { } exception && compilation.GetTypeByMetadataName("Microsoft.AspNetCore.Http.HttpContext") is not null
            ? new ExceptionText(exception, compilation)
            : null;

    /// <summary>A method whose arguments go to the client.</summary>
    public bool IsAnswer(IMethodSymbol method) => method.IsBelow("Microsoft.AspNetCore")
        && (method.ContainingType.Name is "Results" or "TypedResults" or "HttpResponseWritingExtensions" or "HttpResponseJsonExtensions"
            || method.ContainingType.Is(_controller));

    /// <summary>A type that is an answer, or a part of one.</summary>
    public bool IsAnswer(ITypeSymbol? type) => type.DerivesFrom(_problem) || type.IsBelow("Microsoft.AspNetCore") && (type.Implements(_result) || type.Implements(_actionResult));

    public (IOperation At, string What)? Find(IOperation value)
    {
        if (value.IsConstant())
        {
            return null;
        }

        switch (value)
        {
            case IConversionOperation conversion:
                return Find(conversion.Operand);
            case IParenthesizedOperation parenthesized:
                return Find(parenthesized.Operand);
            case ICoalesceOperation coalesce:
                return Find(coalesce.Value) ?? Find(coalesce.WhenNull);
            case IConditionalOperation { WhenFalse: { } otherwise } conditional:
                return Find(conditional.WhenTrue) ?? Find(otherwise);
            case IConditionalAccessOperation access when IsInner(access.Operation.Type):
                return Find(access.WhenNotNull);
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.Add } add:
                return Find(add.LeftOperand) ?? Find(add.RightOperand);
            case IInterpolatedStringOperation interpolated:
                return First(interpolated.Pieces());
            case IInterpolatedStringHandlerCreationOperation handler:
                return Find(handler.Content);
            case IAnonymousObjectCreationOperation creation:
                return First(creation.Initializers.OfType<ISimpleAssignmentOperation>().Select(assignment => assignment.Value));
            case IArrayCreationOperation { Initializer: { } initializer }:
                return First(initializer.ElementValues);
            case ICollectionExpressionOperation collection:
                return First(collection.Elements);
            // An answer inside of an answer is looked at by itself.
            case IObjectCreationOperation creation when !IsAnswer(creation.Type):
                return First(creation.Arguments.Select(argument => argument.Value)
                    .Concat(creation.Initializer?.Initializers.OfType<ISimpleAssignmentOperation>().Select(assignment => assignment.Value) ?? []));
            case ILocalReferenceOperation local when local.Resolved() is var resolved && resolved != value && !DevelopmentOnly.Covers(resolved):
                return Find(resolved);
            case IInvocationOperation { TargetMethod.Name: "ToString", Instance: { } instance } call when IsInner(instance.Type):
                return (call, "ToString()");
            case IInvocationOperation { TargetMethod: { Name: "Concat" or "Format" or "Join" or "Create" } method } call when method.ContainingType.SpecialType == SpecialType.System_String:
                return First(call.Arguments.Select(argument => argument.Value));
            case IPropertyReferenceOperation { Property.Name: "StackTrace" or "InnerException" or "Source" or "TargetSite" } property when IsInner(property.Instance?.Type):
                return (property, property.Property.Name);
            case IPropertyReferenceOperation { Property.Name: "Message" } property when IsInner(property.Instance?.Type) && !IsMeantForClients(property.Instance!.Type!):
                return (property, "the message");
            default:
                return IsInner(value.Type) ? (value, "all") : null;
        }
    }

    private (IOperation, string)? First(IEnumerable<IOperation> values)
    {
        foreach (var value in values)
        {
            if (Find(value) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    private bool IsInner(ITypeSymbol? type) => type.DerivesFrom(_exception);

    /// <summary>Exceptions of the application's own, and those that say what is wrong with the request.</summary>
    private static bool IsMeantForClients(ITypeSymbol type) =>
        !type.IsBelow("System") && !type.IsBelow("Microsoft") || type.Name is "ValidationException" or "BadHttpRequestException";
}
