using System.Text.Json;
using System.Text.Json.Nodes;
using ApiSecurity.Authorization;

namespace ApiSecurity.Testing;

/// <summary>Members beside those of a valid body, and members of answers that are nobody's business.</summary>
internal static class PropertyProbe
{
    private const int MaxMembers = 30;

    private static readonly (string Name, string Json)[] Wanted =
    [
        ("isAdmin", "true"), ("admin", "true"), ("role", "\"kit-planted\""), ("roles", "[\"kit-planted\"]"), ("permissions", "[\"kit-planted\"]"), ("ownerId", "\"kit-planted\""), ("userId", "\"kit-planted\""),
        ("tenantId", "\"kit-planted\""), ("tenant", "\"kit-planted\""), ("verified", "true"), ("emailConfirmed", "true"), ("approved", "true"), ("balance", "31117"),
    ];

    private static readonly string[] SecretParts =
        ["password", "passwd", "secret", "apikey", "privatekey", "accesstoken", "refreshtoken", "connectionstring", "creditcard", "cardnumber", "securitystamp", "socialsecurity"];

    private static readonly string[] SecretNames = ["hash", "salt", "pin", "token", "pwd", "cvv", "cvc", "ssn"];

    public static async Task RunAsync(ProbeContext context, CancellationToken cancellationToken)
    {
        if (await Rightful.FindAsync(context, cancellationToken).ConfigureAwait(false) is not { } right)
        {
            return;
        }

        Exposed(context, right);
        if (context.Plan.Body is JsonObject && !context.Plan.Reads)
        {
            await PlantAsync(context, right, cancellationToken).ConfigureAwait(false);
        }
    }

    private static void Exposed(ProbeContext context, Rightful right)
    {
        HashSet<string> sensitive = [.. Related(context).Concat(context.Endpoint.ResponseTypes)
            .SelectMany(type => type.GetProperties()).Where(property => property.IsDefined(typeof(SensitiveAttribute), inherit: true) && !property.IsDefined(typeof(ReadableByAttribute), inherit: true))
            .Select(property => Plain(property.Name))];
        foreach (var name in Ids.Members(right.Answer.Json).Where(member => member.Value is not null and not JsonArray { Count: 0 }).Select(member => member.Name).Where(name => name.Length > 0).Distinct())
        {
            var plain = Plain(name);
            if (sensitive.Contains(plain) || SecretNames.Contains(plain) || plain.StartsWith("internal", StringComparison.Ordinal) || SecretParts.Any(part => plain.Contains(part, StringComparison.Ordinal)))
            {
                context.Find(SecurityTestRule.PropertyExposed, $"The answer has a member {name}.", right.Request, right.Answer, name);
            }
        }

        if (Declared(context) is { } declared && First(right.Answer.Json) is { } first)
        {
            var kept = Related(context).SelectMany(context.Plan.Samples.Members).Select(member => Plain(member.Name)).ToHashSet();
            foreach (var (name, _) in first.Where(member => !declared.Contains(Plain(member.Key)) && kept.Contains(Plain(member.Key))))
            {
                context.Find(SecurityTestRule.PropertyExposed, $"The answer has a member {name}, which the type that the endpoint declares has not, and what the application keeps has.", right.Request, right.Answer, name);
            }
        }
    }

    private static async Task PlantAsync(ProbeContext context, Rightful right, CancellationToken cancellationToken)
    {
        var before = await KeptAsync(context, right, answer: null, cancellationToken).ConfigureAwait(false);
        foreach (var (name, value) in Members(context, right.Caller).Take(MaxMembers))
        {
            var body = (JsonObject)context.Plan.BodyOf(right.Ids)!;
            foreach (var same in body.Select(member => member.Key).Where(key => string.Equals(key, name, StringComparison.OrdinalIgnoreCase)).ToArray())
            {
                body.Remove(same);
            }

            body[name] = value.DeepClone();
            var attempt = EndpointPlan.With(right.Request, body) with { With = $"with \"{name}\" in the body" };
            var answer = await context.SendAsync(attempt, cancellationToken).ConfigureAwait(false);
            if (!answer.IsSuccess)
            {
                continue;
            }

            if (Has(answer.Json, name, value) && !Has(right.Answer.Json, name, value))
            {
                context.Find(SecurityTestRule.PropertyWritten, $"The member {name} is taken, and comes back with what was sent.", attempt, answer, name);
            }
            else if (await KeptAsync(context, right, answer, cancellationToken).ConfigureAwait(false) is { } kept)
            {
                if (Has(kept.Json, name, value))
                {
                    context.Find(SecurityTestRule.PropertyWritten, $"The member {name} is taken, and kept: GET shows it.", attempt, kept, name);
                }
                else if (IsOwnership(name) && before?.IsSuccess == true && kept.Status is 403 or 404)
                {
                    // Others may have it now; the better reading is guarded, the less its giver sees.
                    context.Find(SecurityTestRule.PropertyWritten, $"The member {name} is taken, and the object given away: GET does not show it to its owner any more.", attempt, kept, name);
                    return;
                }
            }
        }
    }

    /// <summary>What GET says of the object afterwards: the one that was named, or the one that was made.</summary>
    private static async Task<Answer?> KeptAsync(ProbeContext context, Rightful right, Answer? answer, CancellationToken cancellationToken)
    {
        Attempt? look = null;
        if (answer?.Header("Location") is { Length: > 1 } location)
        {
            var parts = Uri.TryCreate(location, UriKind.Absolute, out var absolute) && absolute.Scheme is "http" or "https" ? absolute!.PathAndQuery : location;
            var query = parts.IndexOf('?', StringComparison.Ordinal);
            look = new Attempt("GET", query < 0 ? parts : parts[..query]) { Query = query < 0 ? string.Empty : parts[query..] };
        }
        else if (context.Report.Endpoints.FirstOrDefault(other => other != context.Endpoint && other.Methods.Contains("GET") && string.Equals(other.Route?.TrimEnd('/'), context.Endpoint.Route?.TrimEnd('/'), StringComparison.OrdinalIgnoreCase)) is { } same)
        {
            look = context.PlanOf(same).Make(right.Ids.Where(pair => pair.Key.Place != Posture.PostureParameterPlace.Body).ToDictionary());
        }

        return look is null ? null : await context.SendAsync(context.As(look, right.Caller), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>What attackers try everywhere, and what the application keeps and does not let anybody say.</summary>
    private static IEnumerable<(string Name, JsonNode Value)> Members(ProbeContext context, TestCaller caller)
    {
        var others = context.Data.Callers.Select(one => one.Caller).Where(other => other.Subject != caller.Subject).ToArray();
        var body = (JsonObject)context.Plan.Body!;
        var isKept = context.Endpoint.Body?.Type is { } type && context.Types.Contains(type);
        var own = Related(context).SelectMany(context.Plan.Samples.Members)
            .Where(member => !string.Equals(member.Name, "id", StringComparison.OrdinalIgnoreCase) && (isKept ? IsOwnership(member.Name) : !body.Any(one => string.Equals(one.Key, member.Name, StringComparison.OrdinalIgnoreCase))))
            .Select(member => (member.Name, Value: context.Plan.Samples.Marker(member.Type)));
        return own.Where(member => member.Value is not null).Select(member => (member.Name, member.Value!))
            .Concat(Wanted.Select(one => (one.Name, JsonNode.Parse(one.Json)!)))
            .Select(member => (member.Item1, Other(member.Item1, others, caller) ?? member.Item2))
            .DistinctBy(member => member.Item1, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>Owners and tenants that there are: the application may refuse others for another reason.</summary>
    private static JsonValue? Other(string name, TestCaller[] others, TestCaller caller) => Plain(name) switch
    {
        "ownerid" or "userid" => others.FirstOrDefault()?.Subject is { } subject ? JsonValue.Create(subject) : null,
        "tenantid" or "tenant" => others.FirstOrDefault(other => other.Tenant is not null && other.Tenant != caller.Tenant)?.Tenant is { } tenant ? JsonValue.Create(tenant) : null,
        _ => null,
    };

    private static bool IsOwnership(string name) => Wanted.Any(one => Plain(one.Name) == Plain(name));

    /// <summary>What the application keeps of that the endpoint is about: types that its ids, its path, its body or its answer name.</summary>
    private static IEnumerable<Type> Related(ProbeContext context)
    {
        var names = context.Endpoint.ResponseTypes.Select(Element).Append(context.Endpoint.Body?.Type).OfType<Type>().Select(type => type.Name).ToArray();
        return context.Types.Where(type => context.Plan.Slots.Any(slot => slot.Type == type)
            || names.Any(name => name.Contains(type.Name, StringComparison.OrdinalIgnoreCase))
            || (context.Endpoint.Route ?? string.Empty).Split('/').Any(segment => SlotFinder.Names(type, segment)));
    }

    /// <summary>The members of the answer's declared type; <see langword="null"/> where it is not declared, or is what is kept.</summary>
    private static HashSet<string>? Declared(ProbeContext context)
    {
        Type[] types = [.. context.Endpoint.ResponseTypes.Select(Element).Where(type => type.IsClass && type != typeof(string) && !typeof(JsonNode).IsAssignableFrom(type))];
        return types.Length == 0 || types.Any(context.Types.Contains) || types.Any(type => !context.Plan.Samples.Members(type).Any())
            ? null : types.SelectMany(context.Plan.Samples.Members).Select(member => Plain(member.Name)).ToHashSet();
    }

    private static Type Element(Type type) => type.IsArray ? type.GetElementType()!
        : type != typeof(string) && type.IsGenericType && type.GetGenericArguments() is [var only] && (typeof(System.Collections.IEnumerable).IsAssignableFrom(type) || type.GetGenericTypeDefinition() == typeof(IAsyncEnumerable<>)) ? only : type;

    private static JsonObject? First(JsonNode? json) => json switch { JsonObject members => members, JsonArray items => items.OfType<JsonObject>().FirstOrDefault(), _ => null };

    private static bool Has(JsonNode? json, string name, JsonNode value) => Ids.Members(json).Any(member =>
        string.Equals(member.Name, name, StringComparison.OrdinalIgnoreCase) && (JsonNode.DeepEquals(member.Value, value) || (value is JsonArray { Count: 1 } list && member.Value is JsonValue && JsonNode.DeepEquals(member.Value, list[0]))
            || (value.GetValueKind() == JsonValueKind.Number && member.Value is JsonValue number && number.GetValueKind() == JsonValueKind.Number && number.ToJsonString().Split('.')[0] == value.ToJsonString())));

    private static string Plain(string name) => new([.. name.Where(char.IsLetterOrDigit).Select(char.ToLowerInvariant)]);
}
