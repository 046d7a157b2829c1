using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features.Authentication;
using Microsoft.Extensions.ObjectPool;

namespace ApiSecurity.Pipeline;

/// <summary>Gives requests their user. What holds it is used again once the request has ended, as the server uses the request's context again.</summary>
internal sealed class RequestIdentities
{
    private readonly DefaultObjectPool<RequestIdentity> _pool;
    private readonly Func<object, Task> _return;

    public RequestIdentities()
    {
        _pool = new DefaultObjectPool<RequestIdentity>(new DefaultPooledObjectPolicy<RequestIdentity>(), maximumRetained: 1024);
        _return = Return;
    }

    public void Set(HttpContext context, KnownIdentity known)
    {
        var identity = _pool.Get();
        identity.Start(context, known);
        context.Features.Set<IHttpAuthenticationFeature>(identity);
        context.Features.Set<IAuthenticateResultFeature>(identity);
        context.Response.OnCompleted(_return, identity);
    }

    private Task Return(object state)
    {
        var identity = (RequestIdentity)state;
        // One that the application has asked stays with its request, which may be looked at for some time yet.
        if (identity.TryEnd())
        {
            _pool.Return(identity);
        }

        return Task.CompletedTask;
    }
}
