using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;

namespace ApiSecurity.Errors;

/// <summary>
/// Tells a body that the client sent broken from broken data of the application's own: both throw <c>JsonException</c> or
/// <c>InvalidDataException</c>, but only the one comes through the framework's readers of requests.
/// </summary>
internal static class RequestReading
{
    private static readonly HashSet<Type> Readers =
        [typeof(HttpRequestJsonExtensions), typeof(FormFeature), typeof(FormPipeReader), typeof(FormReader), typeof(MultipartReader), typeof(MultipartSection)];

    public static bool IsOriginOf(Exception exception)
    {
        foreach (var frame in new StackTrace(exception, fNeedFileInfo: false).GetFrames())
        {
            var type = frame.GetMethod()?.DeclaringType;
            while (type?.DeclaringType is { } outer)
            {
                type = outer;
            }

            if (type is not null && Readers.Contains(type))
            {
                return true;
            }
        }

        return false;
    }
}
