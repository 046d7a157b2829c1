using System.ComponentModel;
using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.DependencyInjection;

namespace ApiSecurity.Authorization;

/// <summary>
/// An object that the caller may have: take it as the parameter of a minimal API's handler or of a controller's action, and that runs only if the type's
/// <see cref="ObjectPolicy{T, TKey}"/> allows it. Otherwise the answer is 404, whether the object is not there or not the caller's.
/// </summary>
/// <remarks>
/// The id comes from the route, the operation from the HTTP method; <see cref="ObjectAccessAttribute"/> says otherwise. An object in a route must
/// belong to those before it (<see cref="IBelongsTo{T, TParent}"/>). Nothing switches this off, neither Report mode nor
/// <c>DisableApiSecurity</c>: without the check there is no object to hand out.
/// </remarks>
/// <typeparam name="T">The type of the object.</typeparam>
public sealed class Authorized<T> : IEndpointParameterMetadataProvider, IAuthorizedLater
    where T : class
{
    private T? _value;

    private Authorized(T? value) => _value = value;

    /// <summary>Gets the object.</summary>
    /// <exception cref="InvalidOperationException">The caller may not have it; never inside of a handler.</exception>
    public T Value => _value ?? throw new InvalidOperationException($"This {typeof(T).Name} was refused.");

    /// <summary>Loads and checks the object; called by the framework.</summary>
    /// <param name="context">The request.</param>
    /// <param name="parameter">The handler's parameter.</param>
    /// <returns>
    /// The object, or the place where one would be, which the handler never sees; <see langword="null"/> for a parameter that may be null, if the
    /// request has no id.
    /// </returns>
    /// <exception cref="InvalidOperationException">The type has no policy, or the endpoint was not built by <c>Map…</c>.</exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
#pragma warning disable CA1000 // The framework's pattern for binding.
    public static async ValueTask<Authorized<T>?> BindAsync(HttpContext context, ParameterInfo parameter)
#pragma warning restore CA1000
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(parameter);
        return await LoadAsync(context, DemandOf(context, parameter.Name)).ConfigureAwait(false);
    }

    /// <summary>An object that nobody has checked; for <c>ApiSecurity.Testing</c>.</summary>
    internal static Authorized<T> Unchecked(T value) => new(value);

    /// <summary>The place where an object will be, once the body has been read.</summary>
    internal static Authorized<T> Later() => new(null);

    internal static ObjectDemand DemandOf(HttpContext context, string? name) =>
        context.GetEndpoint() is { } endpoint && context.RequestServices.GetService<ObjectPlans>() is { } plans
            ? plans.Get(endpoint).Find(typeof(T), name)
            : throw ObjectPlan.NotMapped(typeof(T), name);

    /// <returns>The object; or, with <see cref="RefusedObject"/> as a feature of the request, the place where one would be.</returns>
    internal static async ValueTask<Authorized<T>?> LoadAsync(HttpContext context, ObjectDemand demand)
    {
        var loaded = await demand.Loader.LoadAsync(context, demand).ConfigureAwait(false);
        if (loaded is { Value: null, Refusal: null })
        {
            return null;
        }

        if (loaded.Refusal is not null && context.Features.Get<RefusedObject>() is null)
        {
            context.Features.Set(new RefusedObject(loaded.Refusal));
        }

        return new Authorized<T>((T?)loaded.Value);
    }

    /// <summary>Loads the object of <see cref="Later"/>.</summary>
    async ValueTask IAuthorizedLater.FillAsync(HttpContext context, ObjectDemand demand) =>
        _value = (await LoadAsync(context, demand).ConfigureAwait(false))?._value;

    /// <summary>Tells the endpoint of the parameter; called by the framework while endpoints are built.</summary>
    /// <param name="parameter">The handler's parameter.</param>
    /// <param name="builder">The endpoint.</param>
    static void IEndpointParameterMetadataProvider.PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) =>
        AuthorizedParameter.Add(parameter, typeof(T), builder);
}
