using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Query;
using Microsoft.EntityFrameworkCore.Query.Internal;
using Microsoft.Extensions.DependencyInjection;

namespace ApiSecurity.EntityFrameworkCore;

/// <summary>What <c>UseObjectPolicies</c> has set up.</summary>
internal sealed class ObjectPoliciesExtension(ObjectPoliciesOptions options) : IDbContextOptionsExtension
{
    public ObjectPoliciesOptions Options => options;

    public DbContextOptionsExtensionInfo Info => field ??= new ExtensionInfo(this);

    public void ApplyServices(IServiceCollection services)
    {
        services.AddScoped<ContextGuard>();
        services.AddScoped<IResettableService>(provider => provider.GetRequiredService<ContextGuard>());
    }

    public void Validate(IDbContextOptions options)
    {
        var replaced = options.FindExtension<CoreOptionsExtension>()?.ReplacedServices;
        if (!IsOurs<IQueryCompiler>(typeof(GuardedQueryCompiler)) || !IsOurs<IAsyncQueryProvider>(typeof(GuardedQueryProvider)))
        {
            throw new InvalidOperationException(
                "UseObjectPolicies() was called, but something else has replaced IQueryCompiler or IAsyncQueryProvider since: queries would not ask the object policies. Remove the other, or the call.");
        }

        bool IsOurs<TService>(Type implementation) => replaced is not null && replaced.TryGetValue((typeof(TService), null), out var found) && found == implementation;
    }

    private sealed class ExtensionInfo(IDbContextOptionsExtension extension) : DbContextOptionsExtensionInfo(extension)
    {
        public override bool IsDatabaseProvider => false;

        public override string LogFragment => "using ObjectPolicies ";

        // The options are read of each context, not kept with services that contexts share.
        public override int GetServiceProviderHashCode() => 0;

        public override bool ShouldUseSameServiceProvider(DbContextOptionsExtensionInfo other) => other is ExtensionInfo;

        public override void PopulateDebugInfo(IDictionary<string, string> debugInfo) => debugInfo["ApiSecurity:ObjectPolicies"] = "1";
    }
}
