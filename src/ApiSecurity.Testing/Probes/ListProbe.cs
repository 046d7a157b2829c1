namespace ApiSecurity.Testing;

/// <summary>What answers without an id of anybody's: lists, searches, counts. Others' ids must not be in them, and others' new objects must not change them.</summary>
internal static class ListProbe
{
    public static async Task RunAsync(ProbeContext context, CancellationToken cancellationToken)
    {
        var plan = context.Plan;
        if (plan.Needs.Any() || context.IsPublic)
        {
            return;
        }

        var isAnswered = false;
        foreach (var reader in Readers(context))
        {
            var caller = reader is null ? null : context.Callers.Meets(reader.Caller) ? context.Callers.Scoped(reader.Caller) : null;
            if (reader is not null && caller is null)
            {
                continue;
            }

            var attempt = context.As(plan.Make(new Dictionary<IdSlot, object[]>()), caller);
            var answer = await context.SendAsync(attempt, cancellationToken).ConfigureAwait(false);
            if (!answer.IsSuccess)
            {
                continue;
            }

            isAnswered = true;
            foreach (var other in context.Data.Callers.Where(other => other != reader && !Reaches(reader, other)))
            {
                foreach (var type in other.Types)
                {
                    if (other.IdsOf(type).FirstOrDefault(id => reader?.MayReach(type, id) is not true && Ids.Holds(answer, id)) is not null)
                    {
                        context.Find(SecurityTestRule.ObjectListed, $"{reader?.Caller.ToString() ?? "Nobody"} gets a {type.Name} of {other.Caller}.", attempt, answer);
                    }
                }
            }

            await CountAsync(context, reader, attempt, answer, cancellationToken).ConfigureAwait(false);
        }

        if (!isAnswered)
        {
            context.Note("no caller of the seed gets an answer");
        }
    }

    private static IEnumerable<SecurityTestCallerData?> Readers(ProbeContext context) =>
        context.Endpoint.Access.IsAnonymous ? context.Data.Callers.Prepend<SecurityTestCallerData?>(null) : context.Data.Callers;

    private static bool Reaches(SecurityTestCallerData? reader, SecurityTestCallerData other) => reader is not null && reader.Caller.ReachesTenant && reader.Caller.Tenant == other.Caller.Tenant;

    /// <summary>Only of answers that are the same twice when nothing happens.</summary>
    private static async Task CountAsync(ProbeContext context, SecurityTestCallerData? reader, Attempt attempt, Answer first, CancellationToken cancellationToken)
    {
        if (context.HasFound(SecurityTestRule.ObjectListed) || context.HasFound(SecurityTestRule.ObjectCounted))
        {
            return;
        }

        var before = Shapes.Comparable(first, []);
        foreach (var other in context.Data.Callers.Where(other => other != reader && !Reaches(reader, other)))
        {
            foreach (var (type, make) in other.Makers)
            {
                if (before != Shapes.Comparable(await context.SendAsync(attempt, cancellationToken).ConfigureAwait(false), []))
                {
                    context.Note("the answer changes by itself, so counts can't be compared");
                    return;
                }

                await make(cancellationToken).ConfigureAwait(false);
                var after = await context.SendAsync(attempt, cancellationToken).ConfigureAwait(false);
                if (after.IsSuccess && Shapes.Comparable(after, []) != before)
                {
                    context.Find(SecurityTestRule.ObjectCounted, $"The answer to {reader?.Caller.ToString() ?? "nobody"} changes when {other.Caller} gets another {type.Name}.", attempt, after);
                    return;
                }
            }
        }
    }
}
