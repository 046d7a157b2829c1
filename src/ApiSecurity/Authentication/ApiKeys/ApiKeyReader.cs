using ApiSecurity.Pipeline;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace ApiSecurity.Authentication;

/// <summary>Finds the one key of a request.</summary>
internal sealed class ApiKeyReader(FeatureOptionsSource<ApiKeyOptions> options)
{
    private readonly Compiled<Places> _places = options.Compile(current => new Places(current.HeaderName, current.QueryParameterName, current.Prefix, current.Prefix + "_"));

    private const string OwnScheme = ApiKeyDefaults.AuthenticationScheme + " ";
    private const string BearerScheme = "Bearer ";

    /// <summary>
    /// Whether the request's credential is a key. A token in <c>Authorization</c> goes before a key in its own header; a key there goes before everything.
    /// </summary>
    public bool HasKey(HttpRequest request)
    {
        var current = _places.Value;
        var authorization = request.Headers.Authorization;
        if (authorization.Count > 0)
        {
            foreach (var value in authorization)
            {
                if (IsKey(value, current.Prefix))
                {
                    return true;
                }
            }

            return !IsToken(authorization) && request.Headers.ContainsKey(current.Header);
        }

        return request.Headers.ContainsKey(current.Header) || IsInQuery(request, current, out _);
    }

    public ApiKeyReading Read(HttpRequest request)
    {
        var current = _places.Value;
        var reading = FromHeaders(request, current);
        if (!IsInQuery(request, current, out var inQuery))
        {
            return reading;
        }

        return inQuery is null ? ApiKeyReading.Refused(ApiKeyRefusal.InQuery)
            : reading.IsNone ? inQuery.Value
            : ApiKeyReading.Refused(ApiKeyRefusal.Ambiguous);
    }

    /// <summary>Whether nothing but the place that a key was remembered for has one: what would be refused otherwise must not pass because the key is known.</summary>
    public bool IsOnlyPlace(HttpRequest request, CredentialKind kind)
    {
        var current = _places.Value;
        return (kind == CredentialKind.ApiKeyHeader || !request.Headers.ContainsKey(current.Header)) && !MayBeInQuery(request, current);
    }

    private static ApiKeyReading FromHeaders(HttpRequest request, Places current)
    {
        var own = request.Headers[current.Header];
        var authorization = request.Headers.Authorization;
        var inAuthorization = false;
        foreach (var value in authorization)
        {
            inAuthorization |= IsKey(value, current.Prefix);
        }

        if (own.Count > 1 || (inAuthorization && (own.Count > 0 || authorization.Count > 1)))
        {
            return ApiKeyReading.Refused(ApiKeyRefusal.Ambiguous);
        }

        return inAuthorization ? ApiKeyReading.In(CredentialKind.Authorization, authorization.ToString(), AfterScheme(authorization.ToString()))
            : own.Count == 1 ? ApiKeyReading.In(CredentialKind.ApiKeyHeader, own.ToString(), own.ToString())
            : default;
    }

    /// <param name="request">The request.</param>
    /// <param name="current">The options.</param>
    /// <param name="reading">What stands in the parameter that is allowed; <see langword="null"/> if the key stands in another.</param>
    private static bool IsInQuery(HttpRequest request, Places current, out ApiKeyReading? reading)
    {
        reading = null;
        if (!request.QueryString.HasValue)
        {
            return false;
        }

        if (current.Parameter is { } parameter && request.Query.TryGetValue(parameter, out var values) && !StringValues.IsNullOrEmpty(values))
        {
            reading = values.Count == 1 ? ApiKeyReading.InQuery(values.ToString()) : ApiKeyReading.Refused(ApiKeyRefusal.Ambiguous);
            return true;
        }

        return MayBeInQuery(request, current) && request.Query.Any(pair => pair.Value.Any(value => ApiKeyText.TryParse(value, current.Prefix, out _, out _)));
    }

    private static bool MayBeInQuery(HttpRequest request, Places current)
    {
        var query = request.QueryString.Value.AsSpan();
        return !query.IsEmpty && (query.Contains(current.Beginning, StringComparison.Ordinal) || (current.Parameter is { } parameter && query.Contains(parameter, StringComparison.OrdinalIgnoreCase)));
    }

    private static bool IsKey(string? value, string prefix) => value is not null
        && (value.StartsWith(OwnScheme, StringComparison.OrdinalIgnoreCase)
            || (value.StartsWith(BearerScheme, StringComparison.OrdinalIgnoreCase) && ApiKeyText.StartsWith(value.AsSpan(BearerScheme.Length).TrimStart(' '), prefix)));

    private static bool IsToken(StringValues authorization)
    {
        foreach (var value in authorization)
        {
            if (value is not null && (value.StartsWith(BearerScheme, StringComparison.OrdinalIgnoreCase) || value.StartsWith("DPoP ", StringComparison.OrdinalIgnoreCase)))
            {
                return true;
            }
        }

        return false;
    }

    private sealed record Places(string Header, string? Parameter, string Prefix, string Beginning);

    private static string AfterScheme(string value) => value[value.IndexOf(' ', StringComparison.Ordinal)..].TrimStart(' ');
}
