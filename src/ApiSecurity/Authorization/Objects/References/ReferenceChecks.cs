using ApiSecurity.Pipeline;
using Microsoft.AspNetCore.Http;

namespace ApiSecurity.Authorization;

/// <summary>Asks the policies for all references of a request: one query for each type and operation.</summary>
internal static class ReferenceChecks
{
    public static async ValueTask<Refusal?> RefuseAsync(HttpContext context, RequestReferences references, IReadOnlyDictionary<Type, ObjectLoader> loaders)
    {
        if (references.IsFull)
        {
            return ObjectProblems.TooManyReferences;
        }

        foreach (var group in references.Found.GroupBy(reference => (reference.Kind.Object, reference.Kind.Operation)))
        {
            var refused = await (loaders.GetValueOrDefault(group.Key.Object) ?? ObjectLoader.For(group.Key.Object)).RefuseAsync(context, [.. group], group.Key.Operation).ConfigureAwait(false);
            if (refused.Count > 0)
            {
                return ObjectProblems.References(group.Key.Object, group.Key.Operation, refused);
            }
        }

        return null;
    }
}
