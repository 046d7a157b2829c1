using ApiSecurity.Posture;

namespace ApiSecurity.Testing;

/// <summary>What an attack on one endpoint works with, and tells its findings to.</summary>
internal sealed class ProbeContext(PostureEndpoint endpoint, PostureReport report, SecurityTestData data, Sender sender, TestTokens tokens, Samples samples, Samples controllerSamples, ApiAuthorizationRoles roles, OutgoingRequests outgoing, Func<int> next)
{
    private readonly Type[] _types = [.. data.Callers.SelectMany(caller => caller.Types).Distinct()];
    private readonly Dictionary<PostureEndpoint, EndpointPlan> _plans = [];
    private readonly List<SecurityTestFinding> _findings = [];
    private readonly List<string> _notes = [];
    private readonly HashSet<string> _told = [];

    public PostureEndpoint Endpoint => endpoint;

    public PostureReport Report => report;

    public SecurityTestData Data => data;

    public TestTokens Tokens => tokens;

    public OutgoingRequests Outgoing => outgoing;

    public EndpointPlan Plan => PlanOf(endpoint);

    public Callers Callers => CallersOf(endpoint);

    public IReadOnlyList<SecurityTestFinding> Findings => _findings;

    public IReadOnlyList<string> Notes => _notes;

    public IReadOnlyList<Type> Types => _types;

    /// <summary>Whether anybody is meant to call it: with a reason, and nothing in the seed that says otherwise.</summary>
    public bool IsPublic => endpoint.Access.IsAnonymous && Callers.Permissions.Count == 0 && endpoint.OptOuts.Any(one => one.Name == "PublicEndpoint");

    /// <summary>Whether a caller is asked for at all.</summary>
    public bool IsProtected => !endpoint.Access.IsAnonymous || Callers.Permissions.Count > 0;

    public EndpointPlan PlanOf(PostureEndpoint one)
    {
        if (!_plans.TryGetValue(one, out var plan))
        {
            _plans[one] = plan = new EndpointPlan(one, data, one.Kind == PostureEndpointKind.Controller ? controllerSamples : samples, _types);
        }

        return plan;
    }

    public Callers CallersOf(PostureEndpoint one) => new(one, data, roles);

    public Task<Answer> SendAsync(Attempt attempt, CancellationToken cancellationToken) => sender.SendAsync(attempt, cancellationToken);

    public Attempt As(Attempt attempt, TestCaller? caller) => caller is null
        ? attempt with { Token = null, As = "nobody" }
        : attempt with { Token = tokens.Mint(caller), As = caller.ToString() };

    /// <summary>The origins that the application allows, so that some that only look like them are tried.</summary>
    public IReadOnlyList<string> AllowedOrigins { get; init; } = [];

    /// <summary>A number that no other attack has.</summary>
    public int Next() => next();

    public object Absent(object id) => Ids.Absent(id, next());

    /// <summary>Tells a finding; of one kind at one place only the first.</summary>
    public void Find(SecurityTestRule rule, string message, Attempt attempt, Answer answer, string? place = null)
    {
        if (_told.Add($"{rule.Id} {place}"))
        {
            _findings.Add(new SecurityTestFinding(rule, endpoint.Name, place ?? string.Empty, message, attempt.ToString(), answer.ToString()));
        }
    }

    public bool HasFound(SecurityTestRule rule, string? place = null) => _told.Contains($"{rule.Id} {place}");

    public void Note(string text)
    {
        if (!_notes.Contains(text))
        {
            _notes.Add(text);
        }
    }

    /// <summary>Callers who have what the endpoint needs of objects, with ids of their own for it; those who may call it first.</summary>
    public IEnumerable<(SecurityTestCallerData Owner, Dictionary<IdSlot, object[]> Ids)> Owners(PostureEndpoint? of = null)
    {
        var plan = PlanOf(of ?? endpoint);
        var callers = CallersOf(of ?? endpoint);
        Type[] needed = [.. plan.Needs];
        return data.Callers.Where(caller => needed.All(type => caller.IdsOf(type).Count > 0)).OrderByDescending(caller => callers.Meets(caller.Caller))
            .Select(caller => (caller, OwnIds(plan, caller, 0)));
    }

    /// <summary>Ids of the caller's own for what a request can't go without.</summary>
    public static Dictionary<IdSlot, object[]> OwnIds(EndpointPlan plan, SecurityTestCallerData caller, int index)
    {
        var ids = new Dictionary<IdSlot, object[]>();
        foreach (var slot in plan.Slots)
        {
            object? own = slot.Kind switch
            {
                IdKind.Object => caller.IdsOf(slot.Type!) is { Count: > 0 } some ? some[index % some.Count] : null,
                IdKind.Subject => caller.Caller.Subject,
                _ => caller.Caller.Tenant,
            };
            if (own is not null && (slot.Place != PostureParameterPlace.Query || !slot.IsOptional || slot.Kind == IdKind.Object))
            {
                ids[slot] = [own];
            }
        }

        return ids;
    }
}
