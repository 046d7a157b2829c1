using System.Text.RegularExpressions;

namespace ApiSecurity.Testing;

/// <summary>What answers say beside their body: of a right request, and of one without a token.</summary>
internal static partial class HeaderProbe
{
    private static readonly string[] Telling = ["Server", "X-Powered-By", "X-AspNet-Version", "X-AspNetMvc-Version", "X-SourceFiles"];

    public static async Task RunAsync(ProbeContext context, CancellationToken cancellationToken)
    {
        if (await Rightful.FindAsync(context, cancellationToken).ConfigureAwait(false) is { } right)
        {
            Check(context, right.Request, right.Answer);
            Kept(context, right);
            var nobody = context.As(right.Request, null);
            Check(context, nobody, await context.SendAsync(nobody, cancellationToken).ConfigureAwait(false));
        }
    }

    private static void Check(ProbeContext context, Attempt attempt, Answer answer)
    {
        if (answer.Text.Length > 0 && !string.Equals(answer.Header("X-Content-Type-Options"), "nosniff", StringComparison.OrdinalIgnoreCase))
        {
            context.Find(SecurityTestRule.HeaderMissing, "X-Content-Type-Options: nosniff is missing.", attempt, answer, "nosniff");
        }

        if (answer.Text.Length > 0 && answer.Header("Content-Type") is not { Length: > 0 })
        {
            context.Find(SecurityTestRule.HeaderMissing, "Content-Type is missing.", attempt, answer, "type");
        }

        if (answer.Header("Content-Type") is { } type && type.StartsWith("text/html", StringComparison.OrdinalIgnoreCase)
            && answer.Header("X-Frame-Options") is null && answer.Header("Content-Security-Policy")?.Contains("frame-ancestors", StringComparison.OrdinalIgnoreCase) is not true)
        {
            context.Find(SecurityTestRule.HeaderMissing, "A page may be framed by anybody: Content-Security-Policy with frame-ancestors is missing, and so is X-Frame-Options.", attempt, answer, "frame");
        }

        foreach (var name in Telling.Where(name => answer.Header(name) is { Length: > 0 }))
        {
            context.Find(SecurityTestRule.HeaderTelling, $"The header {name} tells what the server runs on.", attempt, answer, name);
        }

        foreach (var cookie in answer.All("Set-Cookie"))
        {
            var name = cookie.Split('=')[0];
            string[] missing = [.. ((string[])["Secure", "HttpOnly", "SameSite"]).Where(flag => !Flag(cookie, flag) && !(flag == "HttpOnly" && name.Contains("srf", StringComparison.OrdinalIgnoreCase)))];
            if (missing.Length > 0)
            {
                context.Find(SecurityTestRule.CookieOpen, $"The cookie {name} is set without {string.Join(", ", missing)}.", attempt, answer, name);
            }
        }
    }

    /// <summary>A shared cache keeps what was asked for with a token only where the answer says that it may (RFC 9111 section 3.5).</summary>
    private static void Kept(ProbeContext context, Rightful right)
    {
        var cache = right.Answer.Header("Cache-Control") ?? string.Empty;
        if (context.IsProtected && context.Plan.Reads && Shared().IsMatch(cache))
        {
            context.Find(SecurityTestRule.AnswerKept, "Cache-Control lets shared caches keep what is one caller's.", right.Request, right.Answer);
        }
        else if (context.IsProtected && context.Plan.Reads && right.Answer.Text.Length > 0 && cache.Length == 0)
        {
            context.Find(SecurityTestRule.HeaderMissing, "Cache-Control: no-store is missing.", right.Request, right.Answer, "cache");
        }
    }

    private static bool Flag(string cookie, string flag) => cookie.Split(';').Skip(1).Any(part => part.Trim().StartsWith(flag, StringComparison.OrdinalIgnoreCase));

    [GeneratedRegex(@"\b(public|s-maxage|must-revalidate)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Shared();
}
