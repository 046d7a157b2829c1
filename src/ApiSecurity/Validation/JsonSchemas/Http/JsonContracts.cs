using ApiSecurity.Pipeline;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.Controllers;
using Microsoft.Extensions.Hosting;

namespace ApiSecurity.Validation;

/// <summary>Reads the schemas that endpoints name, once for each endpoint.</summary>
internal sealed class JsonContracts
{
    private readonly EndpointCache<JsonContract> _contracts;
    private readonly FeatureOptionsSource<RequestValidationOptions> _options;
    private readonly IHostEnvironment _environment;

    public JsonContracts(FeatureOptionsSource<RequestValidationOptions> options, IHostEnvironment environment)
    {
        _contracts = new EndpointCache<JsonContract>(Compile);
        (_options, _environment) = (options, environment);
        options.OnChange(_ => _contracts.Clear());
    }

    public JsonContract Get(Endpoint endpoint) => _contracts.Get(endpoint);

    private JsonContract Compile(Endpoint endpoint)
    {
        var metadata = endpoint.Metadata;
        if (metadata.GetMetadata<JsonSchemaAttribute>() is not { } said
            || metadata.GetMetadata<DisableApiSecurityAttribute>() is not null || metadata.GetMetadata<DisableRequestValidationAttribute>() is not null)
        {
            return JsonContract.None;
        }

        var bindsNothing = (metadata.GetMetadata<ControllerActionDescriptor>() is { } action ? BoundBody.OfAction(action) : BoundBody.OfMinimal(metadata)).Type is null;
        // What takes XML by a schema is checked as that.
        var contract = new JsonContract(null, MustBeJson: bindsNothing && metadata.GetMetadata<XmlSchemaAttribute>() is null)
        {
            MaxBody = OwnBodyLimit.Of(metadata) is { } own ? (int)Math.Clamp(own, 0, Array.MaxLength) : null,
        };
        try
        {
            return contract with { Schema = Read(said) };
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonSchemaException)
        {
            return contract with { Error = $"{said.Path} can't be used as a schema: {exception.Message}" };
        }
    }

    private JsonSchema Read(JsonSchemaAttribute said)
    {
        var current = _options.Current;
        var options = new JsonSchemaOptions
        {
            ValidateFormats = said.ValidateFormats,
            ValidateContent = said.ValidateFormats,
            MaxErrors = current.MaxViolations,
            MaxDepth = current.MaxDepth,
        };
        foreach (var document in said.Documents)
        {
            options.Documents[document] = File.ReadAllText(Path.Combine(_environment.ContentRootPath, document));
        }

        return JsonSchema.CompileFile(Path.Combine(_environment.ContentRootPath, said.Path), options);
    }
}
