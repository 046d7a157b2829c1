using ApiSecurity.Posture;

namespace ApiSecurity.Testing;

/// <summary>Looks at the victim's object through the API, as the victim, before and after: what was refused may have been done all the same.</summary>
internal sealed class Witness
{
    private readonly Attempt _look;
    private readonly string[] _ids;
    private readonly string _before;

    private Witness(Attempt look, string[] ids, string before)
    {
        _look = look;
        _ids = ids;
        _before = before;
    }

    /// <returns><see langword="null"/> where no endpoint shows the object, or it changes by itself.</returns>
    public static async Task<Witness?> LookAsync(ProbeContext context, IdSlot slot, SecurityTestCallerData victim, IReadOnlyDictionary<IdSlot, object[]> theirs, CancellationToken cancellationToken)
    {
        if (slot.Kind != IdKind.Object || !theirs.TryGetValue(slot, out var values) || Reader(context, slot.Type!) is not { } reader)
        {
            return null;
        }

        object[] ids = [values[^1]];
        var look = context.As(reader.Make(new Dictionary<IdSlot, object[]> { [reader.Slots[0]] = ids }), context.CallersOf(reader.Endpoint).Granted(victim.Caller));
        string[] texts = [Ids.Text(values[^1])];
        var first = await context.SendAsync(look, cancellationToken).ConfigureAwait(false);
        var second = await context.SendAsync(look, cancellationToken).ConfigureAwait(false);
        var before = Shapes.Comparable(first, texts);
        return first.IsSuccess && before == Shapes.Comparable(second, texts) ? new Witness(look, texts, before) : null;
    }

    public async Task<bool> HasChangedAsync(ProbeContext context, CancellationToken cancellationToken)
    {
        var after = await context.SendAsync(_look, cancellationToken).ConfigureAwait(false);
        return !after.IsInconclusive && Shapes.Comparable(after, _ids) != _before;
    }

    /// <summary>An endpoint that shows one object by its id alone; the shortest path is the object itself.</summary>
    public static EndpointPlan? Reader(ProbeContext context, Type type) => context.Report.Endpoints
        .Where(endpoint => endpoint.Methods.Contains("GET") && endpoint.Kind is PostureEndpointKind.Handler or PostureEndpointKind.Controller)
        .Select(context.PlanOf)
        .Where(plan => plan.Slots is [{ Kind: IdKind.Object, Place: PostureParameterPlace.Route, Part: 0 } only] && only.Type == type && plan.Endpoint.Parameters.Count(one => one.Place == PostureParameterPlace.Route) == 1)
        .MinBy(plan => plan.Endpoint.Route!.Length);
}
