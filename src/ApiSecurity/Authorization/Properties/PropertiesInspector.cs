using System.Reflection;
using ApiSecurity.Pipeline;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using HttpJsonOptions = Microsoft.AspNetCore.Http.Json.JsonOptions;

namespace ApiSecurity.Authorization;

/// <summary>Rules that would not be held stop the start: a step that is missing, a reader or writer that does not know of them, a form that is bound past them.</summary>
internal sealed class PropertiesInspector(
    PropertyPlans plans, PropertyRules rules, StartupState state, IOptions<HttpJsonOptions> http, IServiceProvider services) : IStartupInspector
{
    private readonly Lazy<MvcOptions> _mvc = new(() => services.GetRequiredService<IOptions<MvcOptions>>().Value);

    public void Inspect(StartupInspection inspection)
    {
        var ruled = new HashSet<Type>();
        var (read, written) = (0, 0);
        foreach (var endpoint in inspection.Endpoints)
        {
            try
            {
                read += CheckAnswers(inspection, endpoint, ruled) ? 1 : 0;
                written += CheckBodies(inspection, endpoint, ruled) ? 1 : 0;
                CheckOtherPlaces(inspection, endpoint);
            }
            catch (PropertyRuleException exception)
            {
                inspection.Error($"{EndpointNames.Describe(endpoint)}: {exception.Message}");
            }
        }

        if (written > 0 && !state.Steps.Contains(PipelineStep.Properties))
        {
            inspection.Error("There are members that not everybody may write, but no body is looked through for them. Call UseApiSecurity(), or UseApiSecurityProperties() in a pipeline of your own.");
        }

        if (read + written > 0)
        {
            if (!PropertyContracts.IsProtected(http.Value.SerializerOptions))
            {
                inspection.Error("Property rules are not held in minimal APIs: something has replaced JsonOptions.SerializerOptions.TypeInfoResolver after AddApiSecurity(). Set it with ConfigureHttpJsonOptions rather than with PostConfigure.");
            }

            inspection.Note($"property rules: endpoints that answer with ruled types: {read}, bodies looked through for members that not everybody may write: {written}");
        }

        foreach (var record in ruled.Where(IsTold).OrderBy(type => type.Name, StringComparer.Ordinal))
        {
            inspection.Note($"{record.Name} is a record with sensitive members: its ToString() shows them, also to a log. Write a ToString() or PrintMembers() of your own.");
        }
    }

    private bool CheckAnswers(StartupInspection inspection, Endpoint endpoint, HashSet<Type> ruled)
    {
        var any = false;
        foreach (var node in AnswerTypes.Of(endpoint).Select(type => plans.NodeOf(endpoint, type)).Where(node => node.Reads.Length > 0))
        {
            any = true;
            node.AddTypes(ruled);
            if (PropertyPlans.IsAction(endpoint) && OtherFormatters.WriterOf(_mvc.Value, node.Type) is { } writer)
            {
                inspection.Error(
                    $"{EndpointNames.Describe(endpoint)} answers with {node.Type.Name}, which has members that not everybody may read, and {writer} writes it without asking. Remove the formatter, or answer with another type.");
            }
        }

        return any;
    }

    private bool CheckBodies(StartupInspection inspection, Endpoint endpoint, HashSet<Type> ruled)
    {
        var plan = plans.Get(endpoint);
        foreach (var (roots, use) in plan.Bodies)
        {
            roots[0].AddTypes(ruled);
            if (use == BodyUse.Value && PropertyPlans.IsAction(endpoint) && OtherFormatters.ReaderOf(_mvc.Value, roots[0].Type) is { } reader)
            {
                inspection.Error(
                    $"{EndpointNames.Describe(endpoint)} takes {roots[0].Type.Name}, which has members that not everybody may write, and {reader} reads it without asking. Remove the formatter, or take another type.");
            }
        }

        return !plan.IsEmpty;
    }

    private void CheckOtherPlaces(StartupInspection inspection, Endpoint endpoint)
    {
        var whole = OtherPlaces.Of(endpoint).Where(type => plans.NodeOf(endpoint, type).Writes.Length > 0);
        foreach (var type in whole.Concat(OtherPlaces.SpreadOf(endpoint).Where(type => rules.Of(type).All.Any(rule => rule.Write is not null))))
        {
            inspection.Error(
                $"{EndpointNames.Describe(endpoint)} takes {type.Name} from a form, the query or the route, and the type has members that not everybody may write, which is looked at in JSON bodies only. Take a type without those members.");
        }
    }

    /// <summary>Whether it is a record whose own text shows a member that is sensitive.</summary>
    private bool IsTold(Type type) =>
        rules.Of(type).All.Any(rule => rule.IsSensitive)
        && type.GetMethod("<Clone>$", BindingFlags.Public | BindingFlags.Instance) is not null
        && type.GetMethod("PrintMembers", BindingFlags.NonPublic | BindingFlags.Instance)?.IsDefined(typeof(System.Runtime.CompilerServices.CompilerGeneratedAttribute)) is true
        && type.GetMethod(nameof(ToString), Type.EmptyTypes)?.IsDefined(typeof(System.Runtime.CompilerServices.CompilerGeneratedAttribute)) is true;
}
