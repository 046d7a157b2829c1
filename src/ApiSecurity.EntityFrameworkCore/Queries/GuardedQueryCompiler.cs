using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Query;
using Microsoft.EntityFrameworkCore.Query.Internal;
using Microsoft.EntityFrameworkCore.Storage;

namespace ApiSecurity.EntityFrameworkCore;

/// <summary>
/// The one door that all queries go through: LINQ, <c>Find</c>, loads of navigations, bulk updates, compiled queries. It comes before captured values
/// become parameters, so a rule is a part of the query like any other, and plans are cached by its shape.
/// </summary>
internal sealed class GuardedQueryCompiler(
    IQueryContextFactory queryContextFactory,
    ICompiledQueryCache compiledQueryCache,
    ICompiledQueryCacheKeyGenerator compiledQueryCacheKeyGenerator,
    IDatabase database,
    IDiagnosticsLogger<DbLoggerCategory.Query> logger,
    ICurrentDbContext currentContext,
    IEvaluatableExpressionFilter evaluatableExpressionFilter,
    IModel model,
    ContextGuard guard)
    : QueryCompiler(queryContextFactory, compiledQueryCache, compiledQueryCacheKeyGenerator, database, logger, currentContext, evaluatableExpressionFilter, model)
{
    public override TResult Execute<TResult>(Expression query) => base.Execute<TResult>(guard.Apply(query));

    public override TResult ExecuteAsync<TResult>(Expression query, CancellationToken cancellationToken = default) =>
        base.ExecuteAsync<TResult>(guard.Apply(query), cancellationToken);

    public override Func<QueryContext, TResult> CreateCompiledQuery<TResult>(Expression query) => base.CreateCompiledQuery<TResult>(guard.ApplyToCompiled(query));

    public override Func<QueryContext, TResult> CreateCompiledAsyncQuery<TResult>(Expression query) =>
        base.CreateCompiledAsyncQuery<TResult>(guard.ApplyToCompiled(query));
}
