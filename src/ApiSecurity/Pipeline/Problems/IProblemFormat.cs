using Microsoft.AspNetCore.Http;

namespace ApiSecurity.Pipeline;

/// <summary>Metadata of an endpoint whose clients read problems in a form of their own, a SOAP fault for one.</summary>
internal interface IProblemFormat
{
    /// <returns>The status, the media type and the body.</returns>
    (int Status, string ContentType, byte[] Body) Write(HttpContext context, PlainProblem problem);
}
