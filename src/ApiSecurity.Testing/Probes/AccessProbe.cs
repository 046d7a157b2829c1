namespace ApiSecurity.Testing;

/// <summary>A request that is right in all but who sends it: nobody, tokens that are no good, callers who lack what is asked for.</summary>
internal static class AccessProbe
{
    public static async Task RunAsync(ProbeContext context, CancellationToken cancellationToken)
    {
        if (context.Owners().Select(one => ((SecurityTestCallerData Owner, Dictionary<IdSlot, object[]> Ids)?)one).FirstOrDefault() is not { } rightful)
        {
            context.Note("the seed has nobody who could call it");
            return;
        }

        // Where the right request is answered by a redirect, so is one that got through; to sign in leads elsewhere.
        var redirects = new List<(SecurityTestRule Rule, string Message, Attempt Attempt, Answer Redirect, string? With)>();
        var request = context.Plan.Make(rightful.Ids);
        var caller = context.Callers.Granted(rightful.Owner.Caller);
        if (!context.IsProtected)
        {
            await OpenAsync(context, request, cancellationToken).ConfigureAwait(false);
            return;
        }

        await TryAsync(context, redirects, SecurityTestRule.AnonymousAccess, request, "Nobody gets through", null, cancellationToken).ConfigureAwait(false);
        await TryAsync(context, redirects, SecurityTestRule.AnonymousAccess, request with { Headers = [("Authorization", "Bearer kit"), ("X-Original-URL", "/"), ("X-Forwarded-For", "127.0.0.1"), ("X-Forwarded-Host", "localhost"), ("X-Real-IP", "127.0.0.1"), ("X-Client-IP", "127.0.0.1")] }, "A word in place of a token gets through", "a token that is none", cancellationToken).ConfigureAwait(false);
        foreach (var (rule, what, token) in Tokens(context.Tokens, caller))
        {
            await TryAsync(context, redirects, rule, request with { Token = token, As = caller.ToString() }, $"{what} gets through", what, cancellationToken).ConfigureAwait(false);
        }

        foreach (var (what, lacking) in context.Callers.Lacking(rightful.Owner.Caller))
        {
            await TryAsync(context, redirects, SecurityTestRule.FunctionOpen, context.As(request, lacking), $"A caller without {what} gets through", "without " + what, cancellationToken).ConfigureAwait(false);
        }

        if (context.Findings.Count == 0)
        {
            var answer = await context.SendAsync(context.As(request, caller), cancellationToken).ConfigureAwait(false);
            foreach (var (rule, message, attempt, redirect, with) in redirects.Where(one => IsRedirect(answer) && one.Redirect.Header("Location") == answer.Header("Location")))
            {
                context.Find(rule, message, attempt, redirect, with);
            }

            if (!answer.IsSuccess && !IsRedirect(answer))
            {
                context.Note($"not proven: the request of {caller} got {answer}");
            }
        }
    }

    /// <summary>What anybody may call, and nobody has said why: to change something so is a finding.</summary>
    private static async Task OpenAsync(ProbeContext context, Attempt request, CancellationToken cancellationToken)
    {
        if (context.IsPublic || context.Plan.Reads)
        {
            context.Note(context.IsPublic ? "anybody may, with a reason" : "anybody may");
            return;
        }

        await TryAsync(context, [], SecurityTestRule.AnonymousAccess, request, "Anybody may call it, nothing says why, and it does something", null, cancellationToken).ConfigureAwait(false);
    }

    private static IEnumerable<(SecurityTestRule Rule, string What, string Token)> Tokens(TestTokens tokens, TestCaller caller)
    {
        var now = tokens.Time.GetUtcNow().ToUnixTimeSeconds();
        yield return (SecurityTestRule.TokenExpired, "an expired token", tokens.Mint(caller, payload => (payload["iat"], payload["nbf"], payload["exp"]) = (now - 7200, now - 7200, now - 3600)));
        yield return (SecurityTestRule.TokenExpired, "a token that never expires", tokens.Mint(caller, payload => payload["exp"] = null));
        yield return (SecurityTestRule.TokenNotYetValid, "a token that is not valid yet", tokens.Mint(caller, payload => (payload["nbf"], payload["exp"]) = (now + 3600, now + 7200)));
        yield return (SecurityTestRule.TokenIssuer, "a token of another issuer", tokens.Mint(caller, payload => payload["iss"] = "https://other.apisecurity.invalid"));
        yield return (SecurityTestRule.TokenAudience, "a token for another API", tokens.Mint(caller, payload => payload["aud"] = "apisecurity-other"));
        yield return (SecurityTestRule.TokenUnsigned, "a token without a signature", tokens.Unsigned(caller));
        yield return (SecurityTestRule.TokenForged, "a token signed by a key of nobody's", tokens.Forge(caller));
        yield return (SecurityTestRule.TokenForged, "a token signed with the public key as a secret", tokens.Confused(caller));
    }

    private static async Task TryAsync(ProbeContext context, List<(SecurityTestRule Rule, string Message, Attempt Attempt, Answer Redirect, string? With)> redirects, SecurityTestRule rule, Attempt attempt, string message, string? with, CancellationToken cancellationToken)
    {
        attempt = attempt with { With = with };
        var answer = await context.SendAsync(attempt, cancellationToken).ConfigureAwait(false);
        message = $"{char.ToUpperInvariant(message[0])}{message[1..]}.";
        if (answer.IsSuccess)
        {
            context.Find(rule, message, attempt, answer, with);
        }
        else if (IsRedirect(answer))
        {
            redirects.Add((rule, message, attempt, answer, with));
        }
        else if (answer.IsInconclusive)
        {
            context.Note($"an attack got {answer}");
        }
    }

    private static bool IsRedirect(Answer answer) => answer.Status is >= 300 and < 400;
}
