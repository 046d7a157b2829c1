namespace ApiSecurity.Authorization;

/// <summary>The common base of all object policies. Derive from <see cref="ObjectPolicy{T, TKey}"/>.</summary>
public abstract class ObjectPolicy
{
    private protected ObjectPolicy()
    {
    }
}
