using ApiSecurity.Pipeline;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Controllers;
using Microsoft.AspNetCore.Mvc.Formatters;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using MediaTypeHeaderValue = Microsoft.Net.Http.Headers.MediaTypeHeaderValue;

namespace ApiSecurity.Validation;

/// <summary>Finds out what XML each endpoint takes, once for each.</summary>
internal sealed class XmlContracts
{
    private readonly EndpointCache<XmlContract> _contracts;
    private readonly IHostEnvironment _environment;
    private readonly Lazy<bool> _controllersReadXml;

    public XmlContracts(IHostEnvironment environment, IOptions<MvcOptions> mvc)
    {
        _contracts = new EndpointCache<XmlContract>(Compile);
        _environment = environment;
        _controllersReadXml = new Lazy<bool>(() => mvc.Value.InputFormatters.OfType<InputFormatter>().Any(formatter => formatter.SupportedMediaTypes.Any(IsXml)));
    }

    public XmlContract Get(Endpoint endpoint) => _contracts.Get(endpoint);

    private XmlContract Compile(Endpoint endpoint)
    {
        var metadata = endpoint.Metadata;
        if (metadata.GetMetadata<DisableApiSecurityAttribute>() is not null || metadata.GetMetadata<DisableRequestValidationAttribute>() is not null)
        {
            return XmlContract.None;
        }

        var operations = metadata.GetOrderedMetadata<SoapOperationAttribute>();
        var said = metadata.GetMetadata<XmlSchemaAttribute>();
        if (said is null && operations.Count == 0)
        {
            return TakesXml(metadata) ? new XmlContract(null, null, MustBeXml: false) { MaxBody = MaxBody(metadata) } : XmlContract.None;
        }

        var (schemas, error) = said is null ? default : XmlSchemaFiles.Read(_environment.ContentRootPath, said.Paths);
        var soap = operations.Count == 0 ? null : new SoapContract(operations, metadata.GetOrderedMetadata<SoapHeaderBlockAttribute>());
        // What binds JSON too is checked as that; who reads the body as it comes would read anything.
        return new XmlContract(schemas, soap, MustBeXml: soap is not null || BindsNothing(metadata)) { MaxBody = MaxBody(metadata), Error = error };
    }

    private static bool BindsNothing(EndpointMetadataCollection metadata) =>
        metadata.GetMetadata<ControllerActionDescriptor>() is { } action ? BoundBody.OfAction(action).Type is null : BoundBody.OfMinimal(metadata).Type is null;

    private bool TakesXml(EndpointMetadataCollection metadata) =>
        metadata.GetMetadata<IAcceptsMetadata>()?.ContentTypes.Any(IsXml) == true
        || (metadata.GetMetadata<ControllerActionDescriptor>() is { } action && BoundBody.OfAction(action).Type is not null && _controllersReadXml.Value);

    private static bool IsXml(string mediaType) => MediaTypeHeaderValue.TryParse(mediaType, out var type) && (XmlMedia.IsXmlType(type) || type.MediaType.Equals("application/*+xml", StringComparison.OrdinalIgnoreCase));

    private static int? MaxBody(EndpointMetadataCollection metadata) => OwnBodyLimit.Of(metadata) is { } own ? (int)Math.Clamp(own, 0, Array.MaxLength) : null;
}
