namespace ApiSecurity.Authorization;

/// <summary>A policy as it was registered, for the start-up checks.</summary>
internal sealed record ObjectPolicyRegistration(Type Policy, Type Object, Type Key)
{
    /// <exception cref="ArgumentException">The policy derives from neither of the two bases.</exception>
    public static ObjectPolicyRegistration Of(Type policy)
    {
        for (var type = policy.BaseType; type is not null; type = type.BaseType)
        {
            if (type.IsGenericType && (type.GetGenericTypeDefinition() == typeof(ObjectPolicy<,>) || type.GetGenericTypeDefinition() == typeof(LoadedObjectPolicy<,>)))
            {
                var arguments = type.GetGenericArguments();
                return new ObjectPolicyRegistration(policy, arguments[0], arguments[1]);
            }
        }

        throw new ArgumentException($"{policy.Name} does not derive from ObjectPolicy<T, TKey> or LoadedObjectPolicy<T, TKey>.", nameof(policy));
    }

    public static string Missing(Type type) =>
        $"{type.Name} has no object policy. Write a class that derives from ObjectPolicy<{type.Name}, TKey> and add it: AddApiSecurity().AddObjectPolicy<…>().";
}
