using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace ApiSecurity.Cors;

/// <summary>Tells caches that the answer depends on the request's origin, once.</summary>
internal static class VaryHeader
{
    private static readonly StringValues Origin = "Origin";

    public static void Add(IHeaderDictionary headers)
    {
        var vary = headers.Vary;
        if (vary.Count == 0)
        {
            headers.Vary = Origin;
        }
        else if (!Names(vary))
        {
            headers.Vary = StringValues.Concat(vary, Origin);
        }
    }

    private static bool Names(StringValues vary)
    {
        foreach (var value in vary)
        {
            foreach (var part in value.AsSpan().Split(','))
            {
                if (value.AsSpan()[part].Trim() is var name && (name is "*" || name.Equals("Origin", StringComparison.OrdinalIgnoreCase)))
                {
                    return true;
                }
            }
        }

        return false;
    }
}
