using ApiSecurity.Pipeline;
using Microsoft.AspNetCore.Http;

namespace ApiSecurity.Validation;

/// <summary>Checks the XML of requests.</summary>
internal sealed class XmlBodies(XmlContracts contracts)
{
    public XmlContract Get(Endpoint endpoint) => contracts.Get(endpoint);

    /// <returns>Whether the body is XML, and why it is refused.</returns>
    public static async ValueTask<(bool IsXml, Refusal? Refusal)> CheckAsync(HttpContext context, XmlContract contract, RequestValidationOptions options)
    {
        if (XmlMedia.Read(context.Request.ContentType) is not { } media)
        {
            return (true, XmlProblems.Ambiguous);
        }

        if (!media.IsXml)
        {
            return (contract.MustBeXml, contract.MustBeXml ? XmlProblems.NotXml : null);
        }

        var limit = contract.MaxBody ?? options.MaxBodyBytes;
        if (context.Request.ContentLength > limit)
        {
            return (true, ValidationProblems.TooLarge);
        }

        var action = context.Request.Headers["SOAPAction"] switch { { Count: 0 } => null, { Count: 1 } one => one[0], _ => "\0" };
        var run = await BufferedBody.CheckAsync(context, limit, body => new XmlPass(contract, options.Xml, options.MaxViolations).Check(body, media, action)).ConfigureAwait(false);
        return (true, run is null ? ValidationProblems.TooLarge
            : run.HasOtherCharset ? XmlProblems.Charset
            : run.Violations.Count == 0 ? null
            : XmlProblems.Of(run, options.UseUnprocessableContent));
    }
}
