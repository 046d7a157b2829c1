using Microsoft.Extensions.DependencyInjection;

namespace ApiSecurity;

/// <summary>What <c>AddApiSecurity</c> returns: the place to add features that need a choice of yours.</summary>
public sealed class ApiSecurityBuilder
{
    internal ApiSecurityBuilder(IServiceCollection services) => Services = services;

    /// <summary>Gets the application's services.</summary>
    public IServiceCollection Services { get; }
}
