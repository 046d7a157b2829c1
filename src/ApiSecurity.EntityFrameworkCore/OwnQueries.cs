namespace ApiSecurity.EntityFrameworkCore;

/// <summary>While a policy is made or asked: the queries that it runs meanwhile are its own, and would ask it again without end.</summary>
internal static class OwnQueries
{
    [ThreadStatic]
    private static int _depth;

    public static bool AreRunning => _depth > 0;

    public static T While<T>(Func<T> ask)
    {
        _depth++;
        try
        {
            return ask();
        }
        finally
        {
            _depth--;
        }
    }
}
