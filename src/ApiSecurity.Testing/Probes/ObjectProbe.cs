using ApiSecurity.Posture;

namespace ApiSecurity.Testing;

/// <summary>
/// What one caller may do with their ids, others try: callers of the same tenant who have the permissions, callers of other tenants with all permissions there are, nobody. Each attack is held against the
/// same request for an object that does not exist: what tells the two apart tells too much.
/// </summary>
internal static class ObjectProbe
{
    private const int MaxAttackers = 3;

    public static async Task RunAsync(ProbeContext context, CancellationToken cancellationToken)
    {
        var plan = context.Plan;
        if (!plan.Attacked.Any())
        {
            context.Note(context.Types.Count == 0 ? "the seed owns nothing" : "names no object that the seed knows");
            return;
        }

        if (context.IsPublic)
        {
            context.Note("anybody may, with a reason");
            return;
        }

        var (isAttacked, hasPeers) = (false, false);
        foreach (var victim in Victims(context))
        {
            foreach (var attacker in Attackers(context, victim))
            {
                hasPeers |= attacker is not null && attacker.Caller.Tenant == victim.Caller.Tenant;
                foreach (var slot in plan.Attacked)
                {
                    foreach (var (theirs, absent) in Attacks(context, slot, victim, attacker))
                    {
                        isAttacked = true;
                        await AttackAsync(context, slot, victim, attacker, theirs, absent, cancellationToken).ConfigureAwait(false);
                    }
                }
            }
        }

        if (!hasPeers)
        {
            context.Note("no two callers of one tenant may call it");
        }

        await ProveAsync(context, isAttacked, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>One owner of each tenant.</summary>
    private static IEnumerable<SecurityTestCallerData> Victims(ProbeContext context)
    {
        Type[] types = [.. context.Plan.Slots.Select(slot => slot.Type).OfType<Type>().Distinct()];
        return context.Data.Callers
            .Where(caller => types.Length == 0 ? caller.Types.Any() : types.Any(type => caller.IdsOf(type).Count > 0))
            .OrderByDescending(caller => types.Count(type => caller.IdsOf(type).Count > 0))
            .DistinctBy(caller => caller.Caller.Tenant);
    }

    private static IEnumerable<SecurityTestCallerData?> Attackers(ProbeContext context, SecurityTestCallerData victim)
    {
        var others = context.Data.Callers.Where(caller => caller != victim).ToArray();
        var peers = others.Where(caller => caller.Caller.Tenant == victim.Caller.Tenant && !caller.Caller.ReachesTenant && context.Callers.Meets(caller.Caller)).Take(MaxAttackers).ToArray();
        IEnumerable<SecurityTestCallerData?> strangers = others.Where(caller => caller.Caller.Tenant != victim.Caller.Tenant).Take(MaxAttackers);
        return context.Endpoint.Access.IsAnonymous ? peers.Concat(strangers).Prepend(null) : peers.Concat(strangers);
    }

    /// <summary>The victim's id at one place, and at the other places the attacker's own: own parent and their child, their parent and own child. Then the victim's everywhere.</summary>
    private static IEnumerable<(Dictionary<IdSlot, object[]> Theirs, Dictionary<IdSlot, object[]> Absent)> Attacks(ProbeContext context, IdSlot slot, SecurityTestCallerData victim, SecurityTestCallerData? attacker)
    {
        var plan = context.Plan;
        object? wanted = slot.Kind switch
        {
            IdKind.Object => victim.IdsOf(slot.Type!) is [var first, ..] ? first : null,
            IdKind.Subject => victim.Caller.Subject,
            _ => attacker?.Caller.Tenant == victim.Caller.Tenant ? null : victim.Caller.Tenant,
        };
        if (wanted is null || (attacker is not null && slot.Kind == IdKind.Object && attacker.MayReach(slot.Type!, wanted)))
        {
            yield break;
        }

        var theirsElsewhere = ProbeContext.OwnIds(plan, victim, 0);
        var own = attacker is null ? theirsElsewhere : ProbeContext.OwnIds(plan, attacker, 0);
        foreach (var (place, values) in theirsElsewhere)
        {
            if (place.Place == PostureParameterPlace.Route)
            {
                own.TryAdd(place, values);
            }
        }

        var others = own.Where(pair => !slot.IsOneWith(pair.Key) && (pair.Key.Kind == IdKind.Object || pair.Key.Place == PostureParameterPlace.Route)).ToDictionary();
        yield return (Put(others, wanted, isAbsent: false), Put(others, wanted, isAbsent: true));

        if (slot.Kind == IdKind.Object && others.Keys.Any(other => other is { Kind: IdKind.Object, Place: PostureParameterPlace.Route } && !Equals(other.Type, slot.Type)))
        {
            var theirs = theirsElsewhere.Where(pair => !slot.IsOneWith(pair.Key) && pair.Key.Place == PostureParameterPlace.Route).ToDictionary();
            yield return (Put(theirs, wanted, isAbsent: false), Put(theirs, wanted, isAbsent: true));
        }

        Dictionary<IdSlot, object[]> Put(Dictionary<IdSlot, object[]> rest, object id, bool isAbsent)
        {
            var value = !isAbsent ? id : slot.Kind == IdKind.Object ? context.Absent(id) : "kit-nobody";
            var mine = slot is { IsList: true, Kind: IdKind.Object } && attacker?.IdsOf(slot.Type!) is { Count: > 0 } some ? some[0] : null;
            var all = new Dictionary<IdSlot, object[]>(rest);
            foreach (var part in plan.Slots.Where(slot.IsOneWith))
            {
                all[part] = mine is null ? [value] : [mine, value];
            }

            return all;
        }
    }

    private static async Task AttackAsync(
        ProbeContext context, IdSlot slot, SecurityTestCallerData victim, SecurityTestCallerData? attacker, Dictionary<IdSlot, object[]> theirs, Dictionary<IdSlot, object[]> absent, CancellationToken cancellationToken)
    {
        var plan = context.Plan;
        var isStranger = attacker is not null && attacker.Caller.Tenant != victim.Caller.Tenant;
        var caller = attacker is null ? null : isStranger ? context.Callers.Granted(attacker.Caller) : context.Callers.Scoped(attacker.Caller);
        var who = attacker is null ? "Nobody" : isStranger ? $"{attacker.Caller} of another tenant" : attacker.Caller.ToString();
        var what = $"{victim.Caller}'s {slot.Type?.Name ?? (slot.Kind == IdKind.Subject ? "subject" : "tenant")} by {slot}";

        var witness = plan.Reads ? null : await Witness.LookAsync(context, slot, victim, theirs, cancellationToken).ConfigureAwait(false);
        var attempt = context.As(plan.Make(theirs), caller);
        var answer = await context.SendAsync(attempt, cancellationToken).ConfigureAwait(false);
        if (answer.IsInconclusive)
        {
            context.Note($"an attack got {answer}");
            return;
        }

        var hasChanged = witness is not null && await witness.HasChangedAsync(context, cancellationToken).ConfigureAwait(false);
        var other = await context.SendAsync(context.As(plan.Make(absent), caller), cancellationToken).ConfigureAwait(false);
        var difference = other.IsInconclusive ? null : Shapes.Difference(answer, Texts(theirs), other, Texts(absent));
        if (hasChanged)
        {
            context.Find(SecurityTestRule.ObjectWritten, $"{who} changes {what}{(answer.IsSuccess ? string.Empty : ", though the answer is a refusal")}.", attempt, answer, slot.ToString());
        }
        else if (answer.IsSuccess && (difference is not null || (other.IsSuccess && Tells(answer, other, slot, victim))))
        {
            context.Find(plan.Reads ? SecurityTestRule.ObjectRead : SecurityTestRule.ObjectWritten, $"{who} gets {what}; for one that does not exist the answer is {other.Status}.", attempt, answer, slot.ToString());
        }
        else if (answer.IsSuccess && !plan.Reads && witness is null && slot.Kind == IdKind.Object)
        {
            context.Note($"{attempt.Method} answers {answer.Status} for {slot} of others and for none, and no endpoint reads what it changes");
        }
        else if (!answer.IsSuccess && difference is not null && slot.Kind == IdKind.Object)
        {
            context.Find(SecurityTestRule.ObjectExistence, $"{who} can tell whether {what} exists: {difference}.", attempt, answer, slot.ToString());
        }
    }

    /// <summary>The answer has something of the victim's that it has not for nobody's: an id of theirs that was not sent.</summary>
    private static bool Tells(Answer answer, Answer other, IdSlot slot, SecurityTestCallerData victim) =>
        slot.Kind != IdKind.Object && victim.Types.SelectMany(victim.IdsOf).Any(id => Ids.Holds(answer, id) && !Ids.Holds(other, id));

    private static IEnumerable<string> Texts(Dictionary<IdSlot, object[]> ids) => ids.SelectMany(pair => pair.Value.Select(value => Ids.Text(value, pair.Key.Part))).Where(text => text.Length > 0);

    /// <summary>An attack that was refused says something only where the owner's own request is not.</summary>
    private static async Task ProveAsync(ProbeContext context, bool isAttacked, CancellationToken cancellationToken)
    {
        if (!isAttacked)
        {
            context.Note("nobody to attack, or nobody to be attacked");
            return;
        }

        if (context.Findings.Count > 0)
        {
            return;
        }

        var last = Answer.None;
        foreach (var (owner, ids) in context.Owners().Take(MaxAttackers))
        {
            last = await context.SendAsync(context.As(context.Plan.Make(ids), context.Callers.Granted(owner.Caller)), cancellationToken).ConfigureAwait(false);
            if (last.IsSuccess)
            {
                return;
            }
        }

        context.Note($"not proven: the owner's own request got {last}");
    }
}
