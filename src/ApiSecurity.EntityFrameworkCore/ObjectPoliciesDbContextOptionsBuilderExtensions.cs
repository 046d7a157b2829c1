using ApiSecurity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Query;
using Microsoft.EntityFrameworkCore.Query.Internal;

namespace Microsoft.EntityFrameworkCore;

#pragma warning disable RS0026 // Two overloads with the same optional parameter are how all of Entity Framework extends its options.
/// <summary>Lets a <see cref="DbContext"/> ask the object policies.</summary>
public static class ObjectPoliciesDbContextOptionsBuilderExtensions
{
    /// <summary>
    /// Queries and saves of the context ask the object policies that the application has added with <c>AddObjectPolicy</c>. Call it last: what other
    /// interceptors change in a save has to be seen.
    /// </summary>
    /// <param name="builder">The context's options.</param>
    /// <param name="configure">Changes the options of this.</param>
    /// <returns><paramref name="builder"/>.</returns>
    public static DbContextOptionsBuilder UseObjectPolicies(this DbContextOptionsBuilder builder, Action<ObjectPoliciesOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var options = new ObjectPoliciesOptions();
        configure?.Invoke(options);
        var isNew = builder.Options.FindExtension<ObjectPoliciesExtension>() is null;
        ((IDbContextOptionsBuilderInfrastructure)builder).AddOrUpdateExtension(new ObjectPoliciesExtension(options));
        if (isNew)
        {
            builder.AddInterceptors(SaveInterceptor.Instance);
        }

        return builder.ReplaceService<IAsyncQueryProvider, GuardedQueryProvider>().ReplaceService<IQueryCompiler, GuardedQueryCompiler>();
    }

    /// <inheritdoc cref="UseObjectPolicies(DbContextOptionsBuilder, Action{ObjectPoliciesOptions}?)"/>
    /// <typeparam name="TContext">The type of the context.</typeparam>
    public static DbContextOptionsBuilder<TContext> UseObjectPolicies<TContext>(
        this DbContextOptionsBuilder<TContext> builder, Action<ObjectPoliciesOptions>? configure = null)
        where TContext : DbContext
    {
        ((DbContextOptionsBuilder)builder).UseObjectPolicies(configure);
        return builder;
    }
}
