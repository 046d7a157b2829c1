using ApiSecurity.Posture;
using Microsoft.AspNetCore.Routing;

namespace ApiSecurity.Testing;

/// <summary>The same resource by other methods, by methods that a header names, and by other spellings of its path.</summary>
internal static class MethodProbe
{
    private static readonly string[] Methods = ["GET", "POST", "PUT", "PATCH", "DELETE", "TRACE", "KIT"];

    private static readonly string[] Overrides = ["X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override"];

    public static async Task RunAsync(ProbeContext context, CancellationToken cancellationToken)
    {
        if (context.Owners().Select(one => ((SecurityTestCallerData Owner, Dictionary<IdSlot, object[]> Ids)?)one).FirstOrDefault() is not { } rightful)
        {
            context.Note("the seed has nobody who could call it");
            return;
        }

        var request = context.Plan.Make(rightful.Ids);
        var caller = context.Callers.Granted(rightful.Owner.Caller);
        PostureEndpoint[] siblings = [.. context.Report.Endpoints.Where(other => Shape(other) == Shape(context.Endpoint))];
        await VariantsAsync(context, request, rightful.Owner.Caller, cancellationToken).ConfigureAwait(false);
        await WeakerAsync(context, request, rightful.Owner.Caller, siblings, cancellationToken).ConfigureAwait(false);
        await OverriddenAsync(context, request, caller, siblings, cancellationToken).ConfigureAwait(false);
        if (siblings[0] == context.Endpoint)
        {
            await UnexpectedAsync(context, request, caller, siblings, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Methods that no endpoint of the route is for; HEAD may follow GET, but for those only who may GET.</summary>
    private static async Task UnexpectedAsync(ProbeContext context, Attempt request, TestCaller caller, PostureEndpoint[] siblings, CancellationToken cancellationToken)
    {
        foreach (var method in Methods.Where(method => !siblings.Any(sibling => sibling.Methods.Contains(method, StringComparer.OrdinalIgnoreCase))))
        {
            var attempt = context.As(request with { Method = method, With = "a method that no endpoint names" }, caller);
            var answer = await context.SendAsync(attempt, cancellationToken).ConfigureAwait(false);
            if (answer.IsSuccess && !IsMappedFor(answer, method))
            {
                context.Find(SecurityTestRule.MethodUnexpected, $"{method} is answered with {answer.Status}, and no endpoint names it.", attempt, answer);
            }
        }

        if (context.IsProtected)
        {
            foreach (var method in (string[])["HEAD", "OPTIONS", "TRACE"])
            {
                var attempt = context.As(request with { Method = method, Body = null, ContentType = null }, null);
                var answer = await context.SendAsync(attempt, cancellationToken).ConfigureAwait(false);
                if (answer.IsSuccess && (method != "OPTIONS" || answer.Text.Length > 0))
                {
                    context.Find(SecurityTestRule.MethodUnexpected, $"Nobody gets an answer to {method}, and the endpoint is protected.", attempt, answer);
                }
            }
        }
    }

    private static async Task OverriddenAsync(ProbeContext context, Attempt request, TestCaller caller, PostureEndpoint[] siblings, CancellationToken cancellationToken)
    {
        if (request.Method == "DELETE")
        {
            return;
        }

        var plain = await context.SendAsync(context.As(request, caller), cancellationToken).ConfigureAwait(false);
        string[] targets = [.. siblings.SelectMany(sibling => sibling.Methods).Append("DELETE").Where(method => method != request.Method).Distinct()];
        foreach (var method in targets)
        {
            IEnumerable<(string What, Attempt Attempt)> attempts =
            [
                .. Overrides.Select(header => ($"{header}: {method}", request with { Headers = [(header, method)] })),
                ($"_method={method}", request with { Query = request.Query.Length == 0 ? $"?_method={method}" : $"{request.Query}&_method={method}" }),
            ];
            foreach (var (what, changed) in attempts)
            {
                var attempt = context.As(changed with { With = what }, caller);
                var answer = await context.SendAsync(attempt, cancellationToken).ConfigureAwait(false);
                var isElsewhere = answer.Endpoint is not null && plain.Endpoint is not null && answer.Endpoint != plain.Endpoint;
                var target = siblings.FirstOrDefault(sibling => sibling.Methods.Contains(method));
                if (answer.IsSuccess && (isElsewhere ? target is not null && !context.CallersOf(target).Meets(caller) : plain.Status != answer.Status))
                {
                    context.Find(SecurityTestRule.MethodOverridden, $"{what} has {request.Method} do something else: {plain.Status} becomes {answer.Status}.", attempt, answer);
                }
            }
        }
    }

    private static async Task WeakerAsync(ProbeContext context, Attempt request, TestCaller owner, PostureEndpoint[] siblings, CancellationToken cancellationToken)
    {
        if (context.Plan.Reads || context.Endpoint.OptOuts.Any(one => one.Name == "AllowLessProtection") || siblings.FirstOrDefault(sibling => sibling.Methods.Contains("GET")) is not { } read)
        {
            return;
        }

        string[] more = [.. context.CallersOf(read).Permissions.Except(context.Callers.Permissions)];
        if (more.Length == 0 || context.Callers.Permissions.Except(context.CallersOf(read).Permissions).Any())
        {
            return;
        }

        // What it asks for itself, and nothing of what reading asks for.
        var lacking = context.Callers.Granted(owner with { Permissions = [], Roles = [] });
        var attempt = context.As(request with { With = "without the permission to read" }, lacking);
        var answer = await context.SendAsync(attempt, cancellationToken).ConfigureAwait(false);
        if (answer.IsSuccess)
        {
            context.Find(SecurityTestRule.MethodWeaker, $"A caller without {string.Join(", ", more)}, which GET asks for, gets through by {request.Method}.", attempt, answer);
        }
    }

    private static async Task VariantsAsync(ProbeContext context, Attempt request, TestCaller owner, CancellationToken cancellationToken)
    {
        if (!context.IsProtected)
        {
            return;
        }

        TestCaller?[] callers = [null, .. context.Callers.Lacking(owner).Select(one => one.Caller).Take(1)];
        foreach (var caller in callers)
        {
            if ((await context.SendAsync(context.As(request, caller), cancellationToken).ConfigureAwait(false)).IsSuccess)
            {
                // Open as it is written: that is a finding of its own.
                continue;
            }

            foreach (var path in Variants(request.Path))
            {
                var attempt = context.As(request with { Path = path }, caller);
                var answer = await context.SendAsync(attempt, cancellationToken).ConfigureAwait(false);
                if (answer.IsSuccess && IsSame(answer, context.Endpoint))
                {
                    context.Find(SecurityTestRule.PathVariant, $"{(caller is null ? "Nobody" : "A caller without the permission")} gets through by another spelling of the path.", attempt, answer);
                }
            }
        }
    }

    private static IEnumerable<string> Variants(string path)
    {
        yield return path.ToUpperInvariant();
        yield return path.EndsWith('/') ? path.TrimEnd('/') is { Length: > 0 } without ? without : "/" : path + "/";
        yield return "/" + path;
        yield return "/." + path;
        yield return path + "%20";
        yield return path + ";kit=1";
        yield return path + ".json";
        yield return path + "/.";
        if (path.Length > 1 && path[1] != '%')
        {
            yield return string.Create(System.Globalization.CultureInfo.InvariantCulture, $"/%{(int)path[1]:X2}{path[2..]}");
        }
    }

    private static bool IsMappedFor(Answer answer, string method) =>
        answer.Endpoint?.Metadata.GetMetadata<IHttpMethodMetadata>() is { HttpMethods: { Count: > 0 } methods } && methods.Contains(method, StringComparer.OrdinalIgnoreCase);

    /// <summary>Another spelling may be another endpoint's path.</summary>
    private static bool IsSame(Answer answer, PostureEndpoint endpoint) =>
        answer.Endpoint is not RouteEndpoint route || string.Equals("/" + route.RoutePattern.RawText?.TrimStart('/'), endpoint.Route, StringComparison.OrdinalIgnoreCase);

    /// <summary>The route without the names of its parameters.</summary>
    private static string Shape(PostureEndpoint endpoint)
    {
        var segments = (endpoint.Route ?? "/").ToUpperInvariant().TrimEnd('/').Split('/');
        return string.Join('/', segments.Select(segment => segment.StartsWith('{') ? "{}" : segment));
    }
}
