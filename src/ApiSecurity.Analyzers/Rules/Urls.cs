using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ApiSecurity.Analyzers;

/// <summary>Whether the request decides where a URL leads, or only what is asked for there.</summary>
internal static class Urls
{
    /// <summary>The parts of the request that decide the host.</summary>
    public static ImmutableHashSet<Origin> HostOrigins(IOperation url, RequestFlow flow)
    {
        var value = url.Resolved();
        switch (value)
        {
            case IObjectCreationOperation { Type.Name: "Uri" or "UriBuilder" } creation when creation.Arguments.Length > 0:
                // A relative address that is given as a whole may turn out to be an absolute one: it leaves the base behind.
                var whole = creation.ArgumentOf("relativeUri") ?? creation.Arguments[0].Value;
                return HostOrigins(whole, flow);
            case IInterpolatedStringOperation interpolated:
                return OfParts(interpolated.Pieces(), flow);
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.Add }:
                return OfParts(Parts(value), flow);
            case IInvocationOperation { TargetMethod: { Name: "Concat", ContainingType.SpecialType: SpecialType.System_String } } concat:
                return OfParts(concat.Arguments.Select(argument => argument.Value), flow);
            default:
                return flow.TextOriginsOf(value);
        }
    }

    private static IEnumerable<IOperation> Parts(IOperation operation) => operation is IBinaryOperation { OperatorKind: BinaryOperatorKind.Add } add
        ? Parts(add.LeftOperand).Concat(Parts(add.RightOperand))
        : [operation];

    private static ImmutableHashSet<Origin> OfParts(IEnumerable<IOperation> parts, RequestFlow flow)
    {
        var before = "";
        foreach (var part in parts)
        {
            if (part.Resolved().ConstantValue is { HasValue: true, Value: var text })
            {
                before += text;
                if (IsPastHost(before))
                {
                    break;
                }

                continue;
            }

            var origins = HostOrigins(part, flow);
            if (!origins.IsEmpty || before.Length == 0)
            {
                return origins;
            }

            // A host or a part of it that the request has nothing to do with; what follows may still go on with the name.
            before += "x";
        }

        return ImmutableHashSet<Origin>.Empty;
    }

    /// <summary>Whether the host is over: <c>https://api.example.com/</c>, or a path of the client's base address.</summary>
    private static bool IsPastHost(string before)
    {
        var scheme = before.IndexOf("://", StringComparison.Ordinal);
        return scheme < 0
            ? before.Length > 0 && before.IndexOfAny(['/', '?', '#']) >= 0 && !before.StartsWith("//", StringComparison.Ordinal)
            : before.IndexOfAny(['/', '?', '#'], scheme + 3) >= 0;
    }
}
