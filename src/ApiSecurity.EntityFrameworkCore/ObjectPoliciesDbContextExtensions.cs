using ApiSecurity.Authorization;
using ApiSecurity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace Microsoft.EntityFrameworkCore;

/// <summary>Says for whom a <see cref="DbContext"/> asks the object policies.</summary>
public static class ObjectPoliciesDbContextExtensions
{
    /// <summary>
    /// Leaves the object policies out of whatever the context does until the returned object is disposed of: seeding, imports, nightly work. The log tells of it, with the reason.
    /// </summary>
    /// <param name="context">The context, with <c>UseObjectPolicies</c>.</param>
    /// <param name="reason">Why.</param>
    /// <returns>Ends it.</returns>
    /// <exception cref="ArgumentException">There is no reason.</exception>
    /// <exception cref="InvalidOperationException">The context has no object policies.</exception>
    public static IDisposable WithoutObjectPolicies(this DbContext context, string reason)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        return GuardOf(context).LeaveOut(reason);
    }

    /// <summary>Asks the object policies for somebody else than the request's caller, until the returned object is disposed of: in a hub, in a job that somebody has ordered.</summary>
    /// <param name="context">The context, with <c>UseObjectPolicies</c>.</param>
    /// <param name="objects">Who: <c>objects.For(user)</c>.</param>
    /// <returns>Ends it.</returns>
    /// <exception cref="InvalidOperationException">The context has no object policies.</exception>
    public static IDisposable WithObjectPoliciesFor(this DbContext context, ObjectAuthorizer objects)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(objects);
        return GuardOf(context).ActFor(objects);
    }

    private static ContextGuard GuardOf(DbContext context) => context.GetInfrastructure().GetService(typeof(ContextGuard)) as ContextGuard
        ?? throw new InvalidOperationException($"{context.GetType().Name} has no object policies. Call UseObjectPolicies() where its options are set up.");
}
