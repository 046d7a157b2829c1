namespace ApiSecurity.Authorization;

internal static class RequiredName
{
    /// <summary>"orders.read orders.write" is a list, and whether of all or of any nobody could tell.</summary>
    public static void Check(string name, string parameter)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name, parameter);
        if (name.Any(char.IsWhiteSpace))
        {
            throw new ArgumentException("Give one name, without white space. To require several, use the attribute once for each.", parameter);
        }
    }
}
