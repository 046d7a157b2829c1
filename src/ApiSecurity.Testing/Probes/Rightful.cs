namespace ApiSecurity.Testing;

/// <summary>A request that is right in everything, and what it got: attacks change one thing in it.</summary>
internal sealed record Rightful(Attempt Request, TestCaller Caller, SecurityTestCallerData Owner, IReadOnlyDictionary<IdSlot, object[]> Ids, Answer Answer)
{
    private const int MaxCallers = 3;

    /// <returns>The first that gets an answer; <see langword="null"/>, with a note, where none does.</returns>
    public static async Task<Rightful?> FindAsync(ProbeContext context, CancellationToken cancellationToken)
    {
        var last = Answer.None;
        foreach (var (owner, ids) in context.Owners().Take(MaxCallers))
        {
            var caller = context.Callers.Granted(owner.Caller);
            var request = context.As(context.Plan.Make(ids), caller);
            last = await context.SendAsync(request, cancellationToken).ConfigureAwait(false);
            if (last.IsSuccess || last.Status is >= 300 and < 400)
            {
                return new Rightful(request, caller, owner, ids, last);
            }
        }

        context.Note($"not proven: the owner's own request got {last}");
        return null;
    }
}
