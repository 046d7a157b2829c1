namespace ApiSecurity.Testing;

/// <summary>A page of another site has the caller's browser ask.</summary>
internal static class CorsProbe
{
    public static async Task RunAsync(ProbeContext context, CancellationToken cancellationToken)
    {
        if (context.Owners().Select(one => ((SecurityTestCallerData Owner, Dictionary<IdSlot, object[]> Ids)?)one).FirstOrDefault() is not { } rightful)
        {
            context.Note("the seed has nobody who could call it");
            return;
        }

        var request = context.As(context.Plan.Make(rightful.Ids), context.Callers.Granted(rightful.Owner.Caller));
        foreach (var origin in Origins(context))
        {
            var attempt = request with { Headers = [("Origin", origin), ("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Mode", "cors")], With = $"from {origin}" };
            var answer = await context.SendAsync(attempt, cancellationToken).ConfigureAwait(false);
            if (IsAllowed(answer, origin))
            {
                var withCredentials = string.Equals(answer.Header("Access-Control-Allow-Credentials"), "true", StringComparison.OrdinalIgnoreCase);
                context.Find(origin == "null" ? SecurityTestRule.CorsNull : SecurityTestRule.CorsOrigin, $"Scripts of {origin} may read the answer{(withCredentials ? ", with the caller's cookies" : string.Empty)}.", attempt, answer);
            }

            var preflight = new Attempt("OPTIONS", request.Path)
            {
                Query = request.Query,
                Headers = [("Origin", origin), ("Access-Control-Request-Method", request.Method), ("Access-Control-Request-Headers", "authorization,content-type,x-kit")],
                With = $"a pre-flight from {origin}",
            };
            var allowed = await context.SendAsync(preflight, cancellationToken).ConfigureAwait(false);
            if (allowed.IsSuccess && IsAllowed(allowed, origin))
            {
                context.Find(SecurityTestRule.CorsPreflight, $"{origin} may send {request.Method} with headers of its choice.", preflight, allowed);
            }
        }
    }

    /// <summary>Of nobody's, and those that look like the ones that are allowed to whoever compares the ends.</summary>
    private static IEnumerable<string> Origins(ProbeContext context)
    {
        yield return $"https://{OutgoingRequests.Host}";
        yield return "null";
        yield return $"https://localhost.{OutgoingRequests.Host}";
        foreach (var origin in context.AllowedOrigins.Take(2))
        {
            yield return $"{origin}.{OutgoingRequests.Host}";
            yield return origin.Replace("://", "://kit", StringComparison.Ordinal);
        }
    }

    private static bool IsAllowed(Answer answer, string origin) => string.Equals(answer.Header("Access-Control-Allow-Origin"), origin, StringComparison.OrdinalIgnoreCase);
}
