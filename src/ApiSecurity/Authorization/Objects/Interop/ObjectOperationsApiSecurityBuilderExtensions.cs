using ApiSecurity;
using ApiSecurity.Authorization;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Says what the framework's operation requirements mean to object policies.</summary>
public static class ObjectOperationsApiSecurityBuilderExtensions
{
    /// <summary>
    /// <c>IAuthorizationService.AuthorizeAsync(user, order, new OperationAuthorizationRequirement { Name = name })</c> asks the object's policy for an operation. <c>Read</c>, <c>Create</c>,
    /// <c>Update</c> and <c>Delete</c> are known without this.
    /// </summary>
    /// <param name="builder">What <c>AddApiSecurity</c> returned.</param>
    /// <param name="name">The requirement's name, compared exactly.</param>
    /// <param name="operation">The operation.</param>
    /// <returns><paramref name="builder"/>.</returns>
    /// <exception cref="ArgumentException">The name is empty, or the operation is none.</exception>
    public static ApiSecurityBuilder AddObjectOperation(this ApiSecurityBuilder builder, string name, Operation operation)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        if (operation == default)
        {
            throw new ArgumentException("Zero is no operation.", nameof(operation));
        }

        builder.Services.AddSingleton(new NamedOperation(name, operation));
        return builder;
    }
}
