using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace ApiSecurity.Errors;

/// <summary>What of a request could not be bound, so far as an exception tells it.</summary>
internal static class BindingFailure
{
    public static IReadOnlyList<BindingViolation> Describe(HttpContext context, Exception exception) => Failures.Unwrap(exception) switch
    {
        JsonException json => JsonFailure.Describe(json),
        BadHttpRequestException { InnerException: JsonException json } => JsonFailure.Describe(json),
        BadHttpRequestException bad when ParameterFailure.Describe(context, bad) is { } violation => [violation],
        _ => [],
    };
}
