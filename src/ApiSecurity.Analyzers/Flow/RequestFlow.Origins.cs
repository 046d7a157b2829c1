using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ApiSecurity.Analyzers;

internal sealed partial class RequestFlow
{
    private ImmutableHashSet<Origin> Origins(IOperation? operation, Dictionary<ISymbol, ImmutableHashSet<Origin>> known, bool text)
    {
        if (operation is null || operation.ConstantValue.HasValue || text && operation.Type.CarriesNoText())
        {
            return Nothing;
        }

        switch (operation)
        {
            case IParameterReferenceOperation parameter:
                return known.TryGetValue(parameter.Parameter, out var ofParameter) ? ofParameter : Nothing;
            case ILocalReferenceOperation local:
                return known.TryGetValue(local.Local, out var ofLocal) ? ofLocal : Nothing;
            case IPropertyReferenceOperation property:
                return OfProperty(property, known, text);
            case IFieldReferenceOperation { Instance: { } instance } field:
                return Members(Origins(instance, known, text: false), field.Field.Name);
            case IConversionOperation conversion:
                return Origins(conversion.Operand, known, text);
            case IParenthesizedOperation parenthesized:
                return Origins(parenthesized.Operand, known, text);
            case IAwaitOperation await:
                return Origins(await.Operation, known, text);
            case IConditionalAccessInstanceOperation access:
                return access.Ancestors().OfType<IConditionalAccessOperation>().FirstOrDefault() is { } whole ? Origins(whole.Operation, known, text) : Nothing;
            case IConditionalAccessOperation access:
                return Origins(access.WhenNotNull, known, text);
            case ICoalesceOperation coalesce:
                return Origins(coalesce.Value, known, text).Union(Origins(coalesce.WhenNull, known, text));
            case IConditionalOperation { WhenFalse: { } otherwise } conditional:
                return Origins(conditional.WhenTrue, known, text).Union(Origins(otherwise, known, text));
            case ISwitchExpressionOperation choice:
                return Union(choice.Arms.Select(arm => arm.Value), known, text);
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.Add } add:
                return Origins(add.LeftOperand, known, text).Union(Origins(add.RightOperand, known, text));
            case IInterpolatedStringOperation interpolated:
                return Union(interpolated.Pieces(), known, text);
            case IInterpolatedStringHandlerCreationOperation handler:
                return Origins(handler.Content, known, text);
            case IArrayElementReferenceOperation element:
                return Origins(element.ArrayReference, known, text);
            case IArrayCreationOperation { Initializer: { } initializer }:
                return Union(initializer.ElementValues, known, text);
            case ICollectionExpressionOperation collection:
                return Union(collection.Elements, known, text);
            case ISpreadOperation spread:
                return Origins(spread.Operand, known, text);
            case IObjectCreationOperation creation when creation.Type.IsBelow("System"):
                return Union(creation.Arguments.Select(argument => argument.Value), known, text);
            case IInvocationOperation invocation:
                return OfInvocation(invocation, known, text);
            default:
                return Nothing;
        }
    }

    private ImmutableHashSet<Origin> OfProperty(IPropertyReferenceOperation property, Dictionary<ISymbol, ImmutableHashSet<Origin>> known, bool text)
    {
        if (property.Property.ContainingType.Is(_web.HttpRequest) && property.Property.Name is "Query" or "RouteValues" or "Form" or "Headers" or "Cookies" or "Path" or "QueryString" or "Body" or "BodyReader")
        {
            return [new Origin(property.Property, (property.Parent as IPropertyReferenceOperation)?.Arguments.FirstOrDefault()?.Value.ConstantValue.Value as string)];
        }

        if (property.Instance is null or IInstanceReferenceOperation && known.TryGetValue(property.Property, out var bound))
        {
            return bound;
        }

        // How long it is, or how many there are, is nothing that the client writes; nor is a service among [AsParameters].
        if (property.Instance is null || property.Property.Name is "Length" or "Count" || property.Instance.Type.IsBelow("ApiSecurity")
            || property.Property.Type is { } type && Services.Are(type, _web))
        {
            return Nothing;
        }

        var origins = Origins(property.Instance, known, text: false);
        return property.Property.IsIndexer ? origins : Members(origins, property.Property.Name);
    }

    private ImmutableHashSet<Origin> OfInvocation(IInvocationOperation invocation, Dictionary<ISymbol, ImmutableHashSet<Origin>> known, bool text)
    {
        var method = invocation.TargetMethod;
        if (method.ContainingType.Is(_web.HttpRequest) && method.Name == "ReadFormAsync"
            || method.ContainingType.Name == "HttpRequestJsonExtensions" && method.Name.StartsWith("ReadFromJson", StringComparison.Ordinal))
        {
            return [new Origin(method, null)];
        }

        if (method.ReturnType.SpecialType == SpecialType.System_Boolean || !PassesOn(method))
        {
            return Nothing;
        }

        // An instance answers of itself, a static method of what it is given: Uri.UnescapeDataString(name), name.Trim().
        if (invocation.Instance is { } instance)
        {
            return Origins(instance, known, text);
        }

        if (method.IsExtensionMethod && method.ContainingType.Name is "Enumerable" or "Queryable")
        {
            return Origins(invocation.Receiver(), known, text);
        }

        return Union(invocation.Arguments.Select(argument => argument.Value), known, text);
    }

    private static bool PassesOn(IMethodSymbol method)
    {
        var type = method.ContainingType;
        if (!type.IsBelow("System") && !type.IsBelow("Microsoft.AspNetCore.WebUtilities") && !type.IsBelow("Microsoft.Extensions.Primitives") && !type.IsBelow("Microsoft.AspNetCore.Http"))
        {
            return false;
        }

        // Math.Clamp and Path.GetFileName take the sting out; files and answers of other servers are not the request.
        return type.Name is not "Math"
            && !(type.IsBelow("System.IO") && !(type.Name == "Path" && method.Name is not "GetFileName" and not "GetRandomFileName" and not "GetExtension") && type.Name is not "StreamReader")
            && !type.IsBelow("System.Net.Http") && !type.IsBelow("System.Security") && !type.IsBelow("System.Reflection");
    }

    private ImmutableHashSet<Origin> Union(IEnumerable<IOperation> operations, Dictionary<ISymbol, ImmutableHashSet<Origin>> known, bool text)
    {
        var all = Nothing;
        foreach (var operation in operations)
        {
            all = all.Union(Origins(operation, known, text));
        }

        return all;
    }

    private static ImmutableHashSet<Origin> Members(ImmutableHashSet<Origin> origins, string member) =>
        origins.IsEmpty ? origins : [.. origins.Select(origin => origin.Of(member))];
}
