using System.Linq.Expressions;
using ApiSecurity.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Query;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ApiSecurity.EntityFrameworkCore;

/// <summary>Asks the object policies for one context: knows its options, its caller, and what was left out.</summary>
internal sealed class ContextGuard : IResettableService
{
    private readonly DbContext _context;
    private readonly IServiceProvider? _application;
    private GuardedModel? _model;
    private ILogger? _logger;
    private ObjectAuthorizer? _objects;
    private int _left;

    public ContextGuard(ICurrentDbContext current, IDbContextOptions options)
    {
        _context = current.Context;
        Options = options.FindExtension<ObjectPoliciesExtension>()!.Options;
        var core = options.FindExtension<CoreOptionsExtension>();
        _application = core?.ApplicationServiceProvider;
        if (core?.Interceptors?.OfType<ISaveChangesInterceptor>().LastOrDefault() is not SaveInterceptor)
        {
            throw new InvalidOperationException(
                $"{_context.GetType().Name} adds interceptors of saves after UseObjectPolicies(): what they change would not be seen. Call UseObjectPolicies() last.");
        }
    }

    public ObjectPoliciesOptions Options { get; }

    public GuardedModel Model => _model ??= GuardedModel.Of(_context.Model, Application.GetService<ObjectPlans>()
        ?? throw new InvalidOperationException("UseObjectPolicies() was called, but the application has no ApiSecurity. Call AddApiSecurity(), and add the policies with AddObjectPolicy<…>()."));

    /// <summary>Whether the policies are not asked just now: left out with a reason, or by the options where there is no caller.</summary>
    public bool IsLeftOut => _left > 0 || OwnQueries.AreRunning || (Options.WithoutCaller == NoCallerBehavior.Allow && FindObjects() is null);

    private IAsyncQueryProvider Provider => _context.GetService<IAsyncQueryProvider>();

    private ILogger Logger => _logger ??= Application.GetRequiredService<ILoggerFactory>().CreateLogger("ApiSecurity.EntityFrameworkCore");

    private IServiceProvider Application => _application ?? throw new InvalidOperationException(
        $"{_context.GetType().Name} uses object policies, but does not know the application's services. Add it with AddDbContext or AddDbContextFactory, or call UseApplicationServiceProvider.");

    private bool MayFilter => (Options.UnfilteredQueries
        ?? (Application.GetService<IHostEnvironment>()?.IsDevelopment() == true ? UnfilteredQueryBehavior.Throw : UnfilteredQueryBehavior.Filter)) == UnfilteredQueryBehavior.Filter;

    /// <summary>Who asks, for the caller of the request or whoever the code has named.</summary>
    /// <exception cref="InvalidOperationException">There is nobody.</exception>
    public ObjectAuthorizer Objects => FindObjects() ?? throw new InvalidOperationException(
        $"{_context.GetType().Name} is used outside of a request, and so has no caller for whom object policies could be asked. "
        + "Name one: db.WithObjectPoliciesFor(objects.For(user)); or leave the policies out: db.WithoutObjectPolicies(\"why\").");

    public HttpContext? HttpContext => Application.GetService<IHttpContextAccessor>()?.HttpContext;

    /// <summary>What a query has to be to give only what was asked for.</summary>
    public Expression Apply(Expression query)
    {
        var rewriter = new QueryRewriter(Model, Provider, () => Objects, MayFilter, IsLeftOut) { ChecksForeignKeys = Options.CheckForeignKeys };
        var rewritten = rewriter.Rewrite(query);
        Tell(rewriter);
        if (rewriter.Refusal is { } refusal)
        {
            throw new InvalidOperationException(refusal);
        }

        if (rewriter.Unasked.Count > 0 && !MayFilter)
        {
            throw new InvalidOperationException(Unasked(rewriter.Unasked));
        }

        return rewritten;
    }

    /// <summary>A compiled query is made once for all callers and contexts, so it can't have a caller's rule in it, nor what one context leaves out.</summary>
    public Expression ApplyToCompiled(Expression query)
    {
        var rewriter = new QueryRewriter(Model, Provider, () => throw Refused(), mayFilter: false, isTrusted: false) { ChecksForeignKeys = Options.CheckForeignKeys };
        var rewritten = rewriter.Rewrite(query);
        Tell(rewriter);
        return rewriter.Refusal is null && rewriter.Unasked.Count == 0 ? rewritten : throw Refused();

        InvalidOperationException Refused() => new(
            $"A compiled query of {_context.GetType().Name} reads objects that have an object policy. It is made once for all callers, so no rule can be a part of it: "
            + "write it as a plain query with objects.Filter(…), whose plan is cached as well, or leave the policies out of it with .WithoutObjectPolicies(\"why\").");
    }

    public IDisposable LeaveOut(string reason)
    {
        ContextGuardLog.ContextWithout(Logger, _context.GetType().Name, reason);
        _left++;
        return new Scope(() => _left = Math.Max(0, _left - 1));
    }

    public IDisposable ActFor(ObjectAuthorizer objects)
    {
        // The last word counts: who is named inside of a part without policies is asked for.
        var before = (_objects, _left);
        (_objects, _left) = (objects, 0);
        return new Scope(() => (_objects, _left) = before);
    }

    public void ResetState()
    {
        _left = 0;
        _objects = null;
    }

    public Task ResetStateAsync(CancellationToken cancellationToken = default)
    {
        ResetState();
        return Task.CompletedTask;
    }

    private ObjectAuthorizer? FindObjects() => _objects ?? HttpContext?.RequestServices.GetService<ObjectAuthorizer>();

    private void Tell(QueryRewriter rewriter)
    {
        foreach (var reason in rewriter.Reasons)
        {
            ContextGuardLog.QueryWithout(Logger, _context.GetType().Name, reason);
        }

        if (rewriter.Unasked.Count > 0 && MayFilter)
        {
            var types = string.Join(", ", rewriter.Unasked);
            if (Model.Told.TryAdd(types, true))
            {
                ContextGuardLog.Filtered(Logger, _context.GetType().Name, types);
            }
        }
    }

    private string Unasked(IReadOnlyCollection<string> types)
    {
        var name = types.First();
        return $"A query of {_context.GetType().Name} reads {string.Join(", ", types)}, and did not ask the object policy. "
            + $"Take ObjectAuthorizer and write objects.Filter(db.Set<{name}>()), or objects.FindAsync<{name}>(id, operation) for one object; "
            + "where the caller may have all, .WithoutObjectPolicies(\"why\"). (In Production the query would be narrowed to what the caller may read.)";
    }

    private sealed class Scope(Action end) : IDisposable
    {
        private Action? _end = end;

        public void Dispose() => Interlocked.Exchange(ref _end, null)?.Invoke();
    }
}
