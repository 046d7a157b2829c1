using ApiSecurity.Pipeline;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.AspNetCore.Http;

namespace ApiSecurity.Cors;

/// <summary>Whether a pre-flight of an allowed origin asks for no more than its policy lists.</summary>
internal static class PreflightCheck
{
    public const string RequestPrivateNetwork = "Access-Control-Request-Private-Network";

    public const int MaximumNameLength = 128;

    // Far more than any page sends, and little enough to look at for nothing.
    private const int MaximumHeaders = 64;
    private const int MaximumHeadersLength = 4096;

    public static Refusal? Check(HttpRequest request, CorsPolicy policy)
    {
        if (!AllowsMethod(policy, request))
        {
            return CorsRefusals.PreflightMethod;
        }

        if (!AllowsHeaders(policy, request))
        {
            return CorsRefusals.PreflightHeader;
        }

        return AsksForPrivateNetwork(request) && policy is not ConfiguredCorsPolicy { AllowPrivateNetwork: true }
            ? CorsRefusals.PrivateNetwork
            : null;
    }

    public static bool AsksForPrivateNetwork(HttpRequest request) => request.Headers.ContainsKey(RequestPrivateNetwork);

    private static bool AllowsMethod(CorsPolicy policy, HttpRequest request)
    {
        var asked = request.Headers.AccessControlRequestMethod;
        if (asked.Count != 1 || !HttpToken.IsValid(asked[0], MaximumNameLength))
        {
            return false;
        }

        // Methods are case-sensitive. A policy of the application's own means what it means to browsers: that these three need no listing.
        return policy.AllowAnyMethod
            || policy.Methods.Contains(asked[0]!)
            || (policy is not ConfiguredCorsPolicy && CorsDefaults.Methods.Contains(asked[0]!));
    }

    private static bool AllowsHeaders(CorsPolicy policy, HttpRequest request)
    {
        var count = 0;
        foreach (var value in request.Headers.AccessControlRequestHeaders)
        {
            if (value is null)
            {
                continue;
            }

            if (value.Length > MaximumHeadersLength)
            {
                return false;
            }

            foreach (var part in value.AsSpan().Split(','))
            {
                var name = value.AsSpan()[part].Trim();
                if (name.IsEmpty)
                {
                    continue;
                }

                if (++count > MaximumHeaders || !HttpToken.IsValid(name, MaximumNameLength) || !(policy.AllowAnyHeader || Lists(policy.Headers, name)))
                {
                    return false;
                }
            }
        }

        return true;
    }

    private static bool Lists(IList<string> headers, ReadOnlySpan<char> name)
    {
        foreach (var header in headers)
        {
            if (name.Equals(header, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }
}
