using System.Buffers;
using Microsoft.AspNetCore.Http;

namespace ApiSecurity.Pipeline;

/// <summary>A request's body, read to its end (or to the limit) in such a way that the endpoint reads the same bytes again.</summary>
/// <remarks>
/// Kestrel's stream and pipe read from one place, so what is not consumed there stays for whoever reads next, and nothing is copied.
/// Elsewhere (other servers, a body that a middleware has wrapped) stream and pipe know nothing of each other: there a copy takes the
/// body's place, or the body is rewound if it can be.
/// </remarks>
internal static class BufferedBody
{
    private const int MaxFirstRoom = 1024 * 1024;
    private const string KestrelStream = "Microsoft.AspNetCore.Server.Kestrel.Core.Internal.Http.HttpRequestStream";

    /// <summary>Reads the body, lets <paramref name="check"/> look at it, and puts it back.</summary>
    /// <returns>What <paramref name="check"/> found; <see langword="default"/> for a body that is longer than <paramref name="limit"/>.</returns>
    public static Task<T?> CheckAsync<T>(HttpContext context, int limit, Func<ReadOnlySequence<byte>, T> check)
        where T : class
    {
        var body = context.Request.Body;
        if (body is ReplayStream { Unread: { } whole })
        {
            // Read before, by another check: there is one copy, however many look at it.
            return Task.FromResult(whole.Length > limit ? null : check(new ReadOnlySequence<byte>(whole)));
        }

        return body.GetType().FullName == KestrelStream ? CheckPipeAsync(context, limit, check) : CheckStreamAsync(context, body, limit, check);
    }

    private static async Task<T?> CheckPipeAsync<T>(HttpContext context, int limit, Func<ReadOnlySequence<byte>, T> check)
        where T : class
    {
        var reader = context.Request.BodyReader;
        while (true)
        {
            var result = await reader.ReadAsync(context.RequestAborted).ConfigureAwait(false);
            var buffer = result.Buffer;
            if (buffer.Length > limit)
            {
                reader.AdvanceTo(buffer.Start);
                return null;
            }

            if (!result.IsCompleted)
            {
                reader.AdvanceTo(buffer.Start, buffer.End);
                continue;
            }

            try
            {
                return check(buffer);
            }
            finally
            {
                reader.AdvanceTo(buffer.Start);
            }
        }
    }

    private static async Task<T?> CheckStreamAsync<T>(HttpContext context, Stream body, int limit, Func<ReadOnlySequence<byte>, T> check)
        where T : class
    {
        var start = body.CanSeek ? body.Position : 0;
        // What a client says of its length is believed up to here; a longer body makes room as it comes.
        var copy = new PooledBytes(context.Request.ContentLength is > 0 and { } length ? (int)Math.Min(length, Math.Min(limit, MaxFirstRoom)) : 4096);
        context.Response.RegisterForDispose(copy);
        var isWhole = false;
        try
        {
            isWhole = await copy.FillAsync(body, limit, context.RequestAborted).ConfigureAwait(false);
        }
        finally
        {
            // Also of a body that could not be read to its end: the next reader meets the same, at the same place.
            if (body.CanSeek)
            {
                body.Position = start;
            }
            else
            {
                context.Request.Body = new ReplayStream(copy, isWhole ? null : body);
            }
        }

        return isWhole ? check(new ReadOnlySequence<byte>(copy.Written)) : null;
    }
}
