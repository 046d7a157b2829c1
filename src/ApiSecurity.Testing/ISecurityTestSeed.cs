namespace ApiSecurity.Testing;

/// <summary>What only the application's own team knows: who there is, and whose is what.</summary>
public interface ISecurityTestSeed
{
    /// <summary>
    /// Says who calls and what is theirs; called once for each case, so that what one case deletes is there for the next: make new objects each time, or put back those of before.
    /// </summary>
    /// <param name="data">What to tell it to.</param>
    /// <param name="services">The application's services, in a scope of their own.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>When it is done.</returns>
    ValueTask SeedAsync(SecurityTestData data, IServiceProvider services, CancellationToken cancellationToken);
}
