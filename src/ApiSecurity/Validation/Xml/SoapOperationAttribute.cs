using ApiSecurity.Pipeline;
using Microsoft.AspNetCore.Http;

namespace ApiSecurity.Validation;

/// <summary>
/// Makes an endpoint one for SOAP 1.1 and 1.2 messages, of which it takes this operation; write one for each. The envelope must be sound, and what the
/// request says that it is (<c>SOAPAction</c>, or the media type's <c>action</c>) must be what the body holds. Refusals are answered with a SOAP fault.
/// </summary>
/// <param name="action">The operation's action, a URI: <c>urn:orders/GetOrder</c>.</param>
/// <param name="bodyNamespace">The namespace of the body's element.</param>
/// <param name="bodyElement">The name of the body's element.</param>
/// <exception cref="ArgumentException">The action or the name is empty.</exception>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, AllowMultiple = true, Inherited = true)]
public sealed class SoapOperationAttribute(string action, string bodyNamespace, string bodyElement) : Attribute, IProblemFormat
{
    /// <summary>Gets the operation's action.</summary>
    public string Action { get; } = NotEmpty(action, nameof(action));

    /// <summary>Gets the namespace of the body's element.</summary>
    public string BodyNamespace { get; } = bodyNamespace ?? throw new ArgumentNullException(nameof(bodyNamespace));

    /// <summary>Gets the name of the body's element.</summary>
    public string BodyElement { get; } = NotEmpty(bodyElement, nameof(bodyElement));

    (int Status, string ContentType, byte[] Body) IProblemFormat.Write(HttpContext context, PlainProblem problem) =>
        SoapFault.Write(XmlMedia.Read(context.Request.ContentType)?.IsSoap12 == true, problem);

    private static string NotEmpty(string value, string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(value, name);
        return value;
    }
}
