using System.Collections.Concurrent;
using ApiSecurity.Pipeline;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Infrastructure;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace ApiSecurity.Authorization;

/// <summary>
/// Whether the framework's answer to a rule may be remembered for a caller: only where the rule asks for nothing but claims, and nobody but the framework
/// and the library has had a say in it.
/// </summary>
internal sealed class LastingAccess
{
    // One of these for the whole application: a caller is the same in each of its branches, and what one has let in must be no other rule's number there.
    // A rule has a number for as long as the application runs; one that makes endpoints without end gets no more of them.
    private const int MaximumRules = 4096;

    private static readonly Type[] Asked =
    [
        typeof(IAuthorizationService), typeof(IAuthorizationHandlerProvider), typeof(IAuthorizationHandlerContextFactory), typeof(IAuthorizationEvaluator),
        typeof(IPolicyEvaluator), typeof(IAuthorizationMiddlewareResultHandler),
    ];

    private static readonly Dictionary<Type, Type?> Framework =
        FrameworkServices.Of(Asked, static services => services.AddAuthorization().AddAuthorizationPolicyEvaluator());

    private static readonly ConcurrentDictionary<Type, Type?> Handled = [];

    private int _rules;

    /// <returns>The rule's number, or -1 if its answers can't be remembered.</returns>
    public int NumberOf(AuthorizationPolicy policy)
    {
        if (!policy.Requirements.All(IsAboutClaims))
        {
            return -1;
        }

        var number = Interlocked.Increment(ref _rules) - 1;
        return number < MaximumRules ? number : -1;
    }

    public static bool IsPossible(HttpContext context, AuthorizationPolicy policy, KnownIdentity known) =>
        policy.AuthenticationSchemes.All(scheme => scheme == known.Scheme)
        && Array.TrueForAll(Asked, service => FrameworkServices.IsFrameworks(context.RequestServices, service, Framework))
        && context.RequestServices.GetServices<IAuthorizationHandler>().All(handler => HasNoSay(handler, policy));

    /// <summary>Requirements of these very classes: one derived from them may be handled otherwise.</summary>
    private static bool IsAboutClaims(IAuthorizationRequirement requirement) =>
        requirement.GetType() is var type
        && (type == typeof(DenyAnonymousAuthorizationRequirement) || type == typeof(RolesAuthorizationRequirement)
            || type == typeof(ClaimsAuthorizationRequirement) || type == typeof(NameAuthorizationRequirement)
            || requirement is ILastingRequirement);

    private static bool HasNoSay(IAuthorizationHandler handler, AuthorizationPolicy policy)
    {
        var type = handler.GetType();
        if (type == typeof(PassThroughAuthorizationHandler) || type.Assembly == typeof(LastingAccess).Assembly)
        {
            return true;
        }

        return Handled.GetOrAdd(type, HandledBy) is { } handled && !policy.Requirements.Any(handled.IsInstanceOfType);
    }

    /// <summary>A handler of one kind of requirement is silent about the others, unless it looks at the whole itself.</summary>
    /// <returns>The kind of requirement, or <see langword="null"/> if the handler may have a say in any.</returns>
    private static Type? HandledBy(Type type)
    {
        for (var ancestor = type.BaseType; ancestor is not null; ancestor = ancestor.BaseType)
        {
            if (ancestor.IsGenericType && (ancestor.GetGenericTypeDefinition() == typeof(AuthorizationHandler<>) || ancestor.GetGenericTypeDefinition() == typeof(AuthorizationHandler<,>)))
            {
                var isOnlyWay = type.GetInterfaceMap(typeof(IAuthorizationHandler)).TargetMethods[0].DeclaringType == ancestor;
                return isOnlyWay ? ancestor.GetGenericArguments()[0] : null;
            }
        }

        return null;
    }
}
