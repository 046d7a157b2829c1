namespace ApiSecurity.Tests;

/// <summary>Counts what code allocates on its thread.</summary>
public static class Allocations
{
    private const int Rounds = 20;
    private const int RunsARound = 100;

    /// <summary>
    /// The bytes of the leanest of several rounds, after a warm-up: a collection that another test causes, or code that is compiled anew, counts as allocation
    /// too, but not in every round.
    /// </summary>
    public static long Of(Action run)
    {
        Round(run);
        var least = long.MaxValue;
        for (var round = 0; round < Rounds && least > 0; round++)
        {
            least = Math.Min(least, Round(run));
        }

        return least;
    }

    /// <summary>The same for a middleware that has nothing to wait for.</summary>
    public static long Of(RequestDelegate middleware, HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(middleware);
        return Of(() =>
        {
            if (!middleware(context).IsCompletedSuccessfully)
            {
                throw new InvalidOperationException("The middleware did not end at once.");
            }
        });
    }

    private static long Round(Action run)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var count = 0; count < RunsARound; count++)
        {
            run();
        }

        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
