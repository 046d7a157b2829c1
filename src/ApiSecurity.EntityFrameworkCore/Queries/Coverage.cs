using ApiSecurity.Authorization;

namespace ApiSecurity.EntityFrameworkCore;

/// <summary>The policies that a query's chain of calls was narrowed by.</summary>
internal sealed record Coverage(Type Object, Operation Operation, Coverage? Next)
{
    public static bool Covers(Coverage? coverage, Type type)
    {
        for (; coverage is not null; coverage = coverage.Next)
        {
            if (coverage.Object == type)
            {
                return true;
            }
        }

        return false;
    }
}
