using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ApiSecurity.Analyzers;

/// <summary>Finds what <c>MapGet</c> and its like are given, and what is said about the endpoint behind them.</summary>
internal static class EndpointMaps
{
    /// <summary>The lambda or method that answers, if the invocation maps one.</summary>
    public static IOperation? HandlerOf(IInvocationOperation invocation, WebSymbols web)
    {
        if (!IsMap(invocation, web))
        {
            return null;
        }

        foreach (var argument in invocation.Arguments)
        {
            if (argument.Parameter is { Type: { } type } && (type.Is(web.Delegate) || type.Is(web.RequestDelegate))
                && argument.Value.Resolved() is IAnonymousFunctionOperation or IMethodReferenceOperation)
            {
                return argument.Value.Resolved();
            }
        }

        return null;
    }

    public static bool IsMap(IInvocationOperation invocation, WebSymbols web) =>
        invocation.TargetMethod is { IsExtensionMethod: true } method && method.Name.StartsWith("Map", StringComparison.Ordinal)
        && method.Parameters[0].Type is { } receiver && (receiver.Is(web.EndpointRouteBuilder) || receiver.Implements(web.EndpointRouteBuilder));

    /// <summary>The calls on what the mapping returns, and those on the groups that it stands in: <c>.AllowAnonymous()</c>.</summary>
    public static IEnumerable<IInvocationOperation> Conventions(IInvocationOperation map)
    {
        IOperation current = map;
        while (CallOn(current) is { } call)
        {
            yield return call;
            current = call;
        }

        for (var group = map.Receiver()?.Resolved(); group is IInvocationOperation invocation; group = invocation.Receiver()?.Resolved())
        {
            yield return invocation;
        }
    }

    /// <summary>Whether a call says that anybody may call the endpoint.</summary>
    public static bool Opens(IInvocationOperation convention) => convention.TargetMethod.Name is "AllowAnonymous" or "AsPublicEndpoint";

    /// <summary>The call whose receiver the operation is.</summary>
    public static IInvocationOperation? CallOn(IOperation operation)
    {
        var parent = operation.Parent;
        while (parent is IConversionOperation or IParenthesizedOperation)
        {
            parent = parent.Parent;
        }

        return parent switch
        {
            IArgumentOperation { Parent: IInvocationOperation { TargetMethod.IsExtensionMethod: true } call } argument when argument.Parameter?.Ordinal == 0 => call,
            IInvocationOperation call when call.Instance?.Bare() == operation.Bare() => call,
            _ => null,
        };
    }
}
