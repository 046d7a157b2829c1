using Microsoft.AspNetCore.Authorization;

namespace ApiSecurity.Authentication;

/// <summary>
/// Lets only requests in that are signed (RFC 9421), whatever other credential they carry: for webhooks and partners. What other attributes ask for is
/// required as well.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, AllowMultiple = true, Inherited = true)]
public sealed class RequireHttpSignatureAttribute : AuthorizeAttribute, IAuthorizationRequirementData
{
    private readonly HttpSignatureRequirement _requirement;

    /// <summary>Requires a signature.</summary>
    /// <param name="components">
    /// What it must cover beside <see cref="HttpSignatureOptions.RequiredComponents"/>: derived components (<c>@query</c>), or header fields in lower
    /// case, which the request must have then.
    /// </param>
    /// <exception cref="ArgumentException">A name is no component.</exception>
    public RequireHttpSignatureAttribute(params string[] components)
    {
        ArgumentNullException.ThrowIfNull(components);
        foreach (var component in components)
        {
            if (component is null || !HttpSignatureOptionsRule.IsComponent(component))
            {
                throw new ArgumentException("A component is @method, @target-uri, @authority, @scheme, @request-target, @path, @query, or the name of a header field in lower case.", nameof(components));
            }
        }

        AuthenticationSchemes = HttpSignatureDefaults.AuthenticationScheme;
        Components = [.. components];
        _requirement = new HttpSignatureRequirement(Components);
    }

    /// <summary>Gets what the signature must cover beside what every signature must.</summary>
    /// <value>The default is empty.</value>
    public IReadOnlyList<string> Components { get; }

    /// <inheritdoc/>
    public IEnumerable<IAuthorizationRequirement> GetRequirements() => [_requirement];
}
