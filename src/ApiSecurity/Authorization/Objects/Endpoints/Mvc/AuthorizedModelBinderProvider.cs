using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace ApiSecurity.Authorization;

internal sealed class AuthorizedModelBinderProvider : IModelBinderProvider
{
    public IModelBinder? GetBinder(ModelBinderProviderContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return AuthorizedParameter.ObjectOf(context.Metadata.ModelType) is { } type
            ? (IModelBinder)Activator.CreateInstance(typeof(AuthorizedModelBinder<>).MakeGenericType(type))!
            : null;
    }
}
