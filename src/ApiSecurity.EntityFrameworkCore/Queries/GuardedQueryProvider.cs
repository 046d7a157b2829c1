using System.Linq.Expressions;
using ApiSecurity.Authorization;
using Microsoft.EntityFrameworkCore.Query.Internal;

namespace ApiSecurity.EntityFrameworkCore;

/// <summary>Knows queries that went through a policy by a mark.</summary>
internal sealed class GuardedQueryProvider(IQueryCompiler compiler) : EntityQueryProvider(compiler), IObjectQueryProvider
{
    public IQueryable<T> Restrict<T>(IQueryable<T> source, Expression<Func<T, bool>> rule, Operation operation)
        where T : class => QueryMarks.Restricted(source, rule, operation);

    public IQueryable<T> Trust<T>(IQueryable<T> source) => QueryMarks.Trusted(source);
}
