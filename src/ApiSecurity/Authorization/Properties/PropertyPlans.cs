using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ApiSecurity.Pipeline;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.Controllers;
using Microsoft.Extensions.Options;
using HttpJsonOptions = Microsoft.AspNetCore.Http.Json.JsonOptions;
using MvcJsonOptions = Microsoft.AspNetCore.Mvc.JsonOptions;

namespace ApiSecurity.Authorization;

/// <summary>Finds what each endpoint takes from its body, and keeps what rules there are with the endpoint.</summary>
internal sealed class PropertyPlans
{
    private const string PatchDocument = "JsonPatchDocument`1";
    private const int DefaultDepth = 64;

    private readonly EndpointCache<PropertyPlan> _plans;
    private readonly Lazy<Reader> _minimal;
    private readonly Lazy<Reader> _mvc;

    public PropertyPlans(PropertyRules rules, PropertyContracts contracts, IOptions<HttpJsonOptions> http, IOptions<MvcJsonOptions> mvc)
    {
        _plans = new EndpointCache<PropertyPlan>(Compile);
        _minimal = new Lazy<Reader>(() => new Reader(rules, contracts, http.Value.SerializerOptions));
        _mvc = new Lazy<Reader>(() => new Reader(rules, contracts, mvc.Value.JsonSerializerOptions));
    }

    /// <exception cref="PropertyRuleException">A rule can't be held.</exception>
    public PropertyPlan Get(Endpoint endpoint) => _plans.Get(endpoint);

    /// <summary>What JSON of a type is at an endpoint.</summary>
    /// <exception cref="PropertyRuleException">A rule can't be held.</exception>
    public BodyNode NodeOf(Endpoint endpoint, Type type) => ReaderOf(endpoint).Find(type);

    public static bool IsAction(Endpoint endpoint) => endpoint.Metadata.GetMetadata<ControllerActionDescriptor>() is not null;

    /// <summary>The types that an endpoint takes from its body, or says that it does.</summary>
    public static IEnumerable<(Type Type, BodyUse Use)> BodiesOf(Endpoint endpoint)
    {
        var patched = endpoint.Metadata.GetOrderedMetadata<PatchOfAttribute>().Select(patch => (patch.Type, BodyUse.AnyPatch));
        var bound = endpoint.Metadata.GetMetadata<ControllerActionDescriptor>() is { } action ? BoundBody.OfAction(action) : BoundBody.OfMinimal(endpoint.Metadata);
        var types = bound.Type is { } type ? (bound.Others ?? []).Prepend(type) : bound.Others ?? [];
        return patched.Concat(types.Select(one => PatchedBy(one) is { } target ? (target, BodyUse.JsonPatch) : (one, BodyUse.Value))).Distinct();
    }

    /// <returns>The type that a <c>JsonPatchDocument&lt;T&gt;</c> is about, that of Newtonsoft.Json or of System.Text.Json.</returns>
    private static Type? PatchedBy(Type type)
    {
        for (var current = type; current is not null; current = current.BaseType)
        {
            if (current.IsGenericType && current.Name == PatchDocument && current.Namespace?.StartsWith("Microsoft.AspNetCore.JsonPatch", StringComparison.Ordinal) is true)
            {
                return current.GetGenericArguments()[0];
            }
        }

        return null;
    }

    private PropertyPlan Compile(Endpoint endpoint)
    {
        var reader = ReaderOf(endpoint);
        var bodies = BodiesOf(endpoint).Select(body => (Roots: new[] { reader.Find(body.Type) }, body.Use))
            .Where(body => body.Roots[0].Writes.Length > 0 || (body.Use != BodyUse.Value && body.Roots[0].Reads.Length > 0)).ToArray();
        return bodies.Length == 0 ? PropertyPlan.None : new PropertyPlan(bodies, reader.Options, OwnBodyLimit.Of(endpoint.Metadata));
    }

    private Reader ReaderOf(Endpoint endpoint) => (IsAction(endpoint) ? _mvc : _minimal).Value;

    /// <summary>How one of the two frameworks reads JSON.</summary>
    private sealed class Reader
    {
        private readonly Lock _lock = new();
        private readonly PropertyRules _rules;
        private readonly JsonSerializerOptions _serializer;
        private readonly Dictionary<Type, BodyNode> _nodes = [];

        public Reader(PropertyRules rules, PropertyContracts contracts, JsonSerializerOptions serializer)
        {
            // A copy: finding the contract of a type makes options read-only, and the application may not be done with its own.
            _rules = rules;
            _serializer = new JsonSerializerOptions(serializer);
            _serializer.TypeInfoResolver ??= new DefaultJsonTypeInfoResolver();
            contracts.Protect(_serializer);
            Options = new JsonReaderOptions
            {
                MaxDepth = serializer.MaxDepth == 0 ? DefaultDepth : serializer.MaxDepth,
                CommentHandling = serializer.ReadCommentHandling,
                AllowTrailingCommas = serializer.AllowTrailingCommas,
            };
        }

        public JsonReaderOptions Options { get; }

        public BodyNode Find(Type type)
        {
            lock (_lock)
            {
                return _nodes.TryGetValue(type, out var node) ? node : _nodes[type] = new BodyCompiler(_rules, _serializer).Compile(type);
            }
        }
    }
}
