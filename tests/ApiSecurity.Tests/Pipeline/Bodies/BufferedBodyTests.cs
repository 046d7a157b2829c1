using System.Buffers;
using ApiSecurity.Pipeline;

namespace ApiSecurity.Tests.Pipeline.Bodies;

public sealed class BufferedBodyTests
{
    [Fact]
    public async Task Several_checks_look_at_one_copy_and_the_endpoint_reads_it_after_them()
    {
        var context = new DefaultHttpContext { Request = { Body = new Forward([1, 2, 3]) } };

        var first = await BufferedBody.CheckAsync(context, 10, content => content.ToArray());
        var copy = context.Request.Body;
        var second = await BufferedBody.CheckAsync(context, 10, content => content.ToArray());
        var tooLong = await BufferedBody.CheckAsync(context, 2, content => content.ToArray());

        Assert.Equal([1, 2, 3], first!);
        Assert.Equal([1, 2, 3], second!);
        Assert.Null(tooLong);
        Assert.Same(copy, context.Request.Body);
        Assert.Equal([1, 2, 3], await ReadAsync(context));
    }

    [Fact]
    public async Task A_body_that_was_too_long_for_one_check_is_whole_for_the_next()
    {
        var context = new DefaultHttpContext { Request = { Body = new Forward(Enumerable.Range(0, 10_000).Select(number => (byte)number).ToArray()) } };

        Assert.Null(await BufferedBody.CheckAsync(context, 4, content => content.ToArray()));
        Assert.Equal(10_000, (await BufferedBody.CheckAsync(context, 20_000, content => content.ToArray()))!.Length);
        Assert.Equal(10_000, (await ReadAsync(context)).Length);
    }

    private static async Task<byte[]> ReadAsync(HttpContext context)
    {
        using var copy = new MemoryStream();
        await context.Request.Body.CopyToAsync(copy, TestContext.Current.CancellationToken);
        return copy.ToArray();
    }

    /// <summary>A stream that is read once, like those of servers.</summary>
    private sealed class Forward(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;
    }
}
