using ApiSecurity;
using ApiSecurity.Authentication;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds passwords to ApiSecurity.</summary>
public static class BasicApiSecurityBuilderExtensions
{
    /// <summary>
    /// Accepts names and passwords in the scheme <c>Basic</c> (RFC 7617), over TLS only, with the options of the section <c>ApiSecurity:Basic</c>: users that stand
    /// there, or those of the store that <paramref name="configure"/> names. The scheme becomes the default one if the application has named none and adds no
    /// other of the library's; with several, each request goes to the one whose credential it carries.
    /// </summary>
    /// <param name="builder">What <c>AddApiSecurity</c> returned.</param>
    /// <param name="configure">Says where users are kept: <c>basic => basic.UseStore&lt;MyUsers&gt;()</c>; changes the options: <c>basic => basic.Configure(options => …)</c>.</param>
    /// <returns><paramref name="builder"/>.</returns>
    public static ApiSecurityBuilder AddBasic(this ApiSecurityBuilder builder, Action<BasicBuilder>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        BasicServices.AddScheme(builder.Services);
        configure?.Invoke(new BasicBuilder(builder.Services));
        return builder;
    }
}
