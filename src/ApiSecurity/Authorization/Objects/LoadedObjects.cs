using Microsoft.AspNetCore.Http;

namespace ApiSecurity.Authorization;

/// <summary>What was loaded for the caller of a request, so that it is loaded once; forgotten when the caller becomes another.</summary>
internal sealed class LoadedObjects
{
    /// <summary>A request that goes through many objects need not keep them all.</summary>
    private const int MostObjects = 64;

    private readonly Lock _lock = new();
    private readonly List<(ObjectDemand Demand, LoadedObject Loaded)> _demands = [];
    private readonly List<(Type Type, object Id, Operation Operation, object Value)> _objects = [];
    private Caller? _caller;

    public bool TryGet(HttpContext context, ObjectDemand demand, out LoadedObject loaded)
    {
        lock (_lock)
        {
            For(context.GetCaller());
            foreach (var known in _demands)
            {
                if (ReferenceEquals(known.Demand, demand))
                {
                    loaded = known.Loaded;
                    return true;
                }
            }
        }

        loaded = default;
        return false;
    }

    public void Add(HttpContext context, ObjectDemand demand, LoadedObject loaded)
    {
        lock (_lock)
        {
            For(context.GetCaller());
            _demands.Add((demand, loaded));
        }
    }

    public T? Find<T>(Caller caller, object id, Operation operation)
        where T : class
    {
        lock (_lock)
        {
            For(caller);
            foreach (var (type, known, what, value) in _objects)
            {
                if (what == operation && type == typeof(T) && known.Equals(id))
                {
                    return (T)value;
                }
            }
        }

        return null;
    }

    public void Add<T>(Caller caller, object id, Operation operation, T value)
        where T : class
    {
        lock (_lock)
        {
            For(caller);
            if (_objects.Count < MostObjects)
            {
                _objects.Add((typeof(T), id, operation, value));
            }
        }
    }

    private void For(Caller caller)
    {
        if (!ReferenceEquals(_caller, caller))
        {
            _caller = caller;
            _demands.Clear();
            _objects.Clear();
        }
    }
}
