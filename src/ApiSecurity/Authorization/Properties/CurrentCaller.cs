using Microsoft.AspNetCore.Http;

namespace ApiSecurity.Authorization;

/// <summary>Who asks, for code that the serializer calls for each member: it has no request at hand, and no time to look for the caller anew.</summary>
internal sealed class CurrentCaller(IHttpContextAccessor accessor, CallerFactory callers)
{
    // Answers are written by one thread at a time, mostly from beginning to end by the same. Whether the caller is still that of the request is asked each time.
    [ThreadStatic]
    private static Caller? _last;

    /// <returns>The caller; <see langword="null"/> outside of a request.</returns>
    public Caller? Find()
    {
        if (accessor.HttpContext is not { } context)
        {
            return null;
        }

        return _last is { } last && callers.IsStill(last, context) ? last : _last = callers.Get(context);
    }
}
