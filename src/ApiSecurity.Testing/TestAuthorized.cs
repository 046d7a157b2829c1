using ApiSecurity.Authorization;

namespace ApiSecurity.Testing;

/// <summary>Makes what a handler is given, for unit tests that call the handler themselves. No policy is asked.</summary>
public static class TestAuthorized
{
    /// <summary>Hands an object out as if its policy had allowed it.</summary>
    /// <typeparam name="T">The type of the object.</typeparam>
    /// <param name="value">The object.</param>
    /// <returns>The handler's argument.</returns>
    public static Authorized<T> Of<T>(T value)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(value);
        return Authorized<T>.Unchecked(value);
    }
}
