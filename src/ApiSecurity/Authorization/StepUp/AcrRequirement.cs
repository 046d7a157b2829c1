namespace ApiSecurity.Authorization;

internal sealed class AcrRequirement(IReadOnlyList<string> values) : ILastingRequirement
{
    public IReadOnlyList<string> Values { get; } = values;

    public bool IsMetBy(Caller caller)
    {
        var value = caller.AuthenticationContextClass;
        for (var index = 0; value is not null && index < Values.Count; index++)
        {
            if (string.Equals(Values[index], value, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    public override string ToString() => $"The caller must have signed in by {string.Join(" or ", Values)}.";
}
