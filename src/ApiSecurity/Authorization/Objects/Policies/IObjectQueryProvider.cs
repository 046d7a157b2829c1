using System.Linq.Expressions;

namespace ApiSecurity.Authorization;

/// <summary>A query provider that asks the policies by itself for whatever was not asked for, and so has to be told what was.</summary>
internal interface IObjectQueryProvider
{
    /// <returns>The query with the rule as a part of it, and known to be so.</returns>
    IQueryable<T> Restrict<T>(IQueryable<T> source, Expression<Func<T, bool>> rule, Operation operation)
        where T : class;

    /// <returns>The query of a policy itself, which may see what no caller may.</returns>
    IQueryable<T> Trust<T>(IQueryable<T> source);
}
