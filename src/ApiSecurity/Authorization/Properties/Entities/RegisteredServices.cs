using Microsoft.Extensions.DependencyInjection;

namespace ApiSecurity.Authorization;

/// <summary>What the application has registered, complete once it is built: to find database contexts without knowing the package that has them.</summary>
internal sealed record RegisteredServices(IServiceCollection Services);
