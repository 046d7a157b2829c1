using Microsoft.AspNetCore.Http;

namespace ApiSecurity.Authorization;

/// <summary>A handler reads a body by itself that has a member which the caller may not write; the framework answers with the status.</summary>
internal sealed class PropertyNotWritableException() : BadHttpRequestException("The caller may not write a member of the body.", StatusCodes.Status403Forbidden);
