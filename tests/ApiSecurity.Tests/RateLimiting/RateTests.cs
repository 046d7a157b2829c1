using ApiSecurity.RateLimiting;

namespace ApiSecurity.Tests.RateLimiting;

public sealed class RateTests
{
    [Theory]
    [InlineData("10/s", 10, 1)]
    [InlineData("10/min", 10, 60)]
    [InlineData("100/h", 100, 3_600)]
    [InlineData("1000/d", 1000, 86_400)]
    [InlineData("100/15min", 100, 900)]
    [InlineData("1/86400s", 1, 86_400)]
    [InlineData("1000000/s", 1_000_000, 1)]
    public void A_rate_is_a_number_and_a_time(string text, int permits, int seconds)
    {
        Assert.True(Rate.TryParse(text, out var rate, out _));
        Assert.Equal(new Rate(permits, TimeSpan.FromSeconds(seconds)), rate);
    }

    [Theory]
    [InlineData("10/min")]
    [InlineData("5/10s")]
    [InlineData("7/d")]
    [InlineData("100/15min")]
    public void A_rate_is_told_as_it_was_written(string text)
    {
        Assert.True(Rate.TryParse(text, out var rate, out _));
        Assert.Equal(text, rate.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("/")]
    [InlineData("10")]
    [InlineData("10/")]
    [InlineData("/min")]
    [InlineData("10/minute")]
    [InlineData("10/m")]
    [InlineData("10/MIN")]
    [InlineData("10 / min")]
    [InlineData(" 10/min")]
    [InlineData("10/min ")]
    [InlineData("10/min\n")]
    [InlineData("+10/min")]
    [InlineData("-10/min")]
    [InlineData("1e3/min")]
    [InlineData("1,000/min")]
    [InlineData("1.5/min")]
    [InlineData("0x10/min")]
    [InlineData("١٠/min")]
    [InlineData("10/0min")]
    [InlineData("10/-1min")]
    [InlineData("10/min/min")]
    [InlineData("10\0/min")]
    [InlineData("99999999999999999999/min")]
    [InlineData("10/99999999999999999999d")]
    public void Anything_else_is_not(string text)
    {
        Assert.False(Rate.TryParse(text, out _, out var error));
        Assert.Equal("is not a rate", error);
    }

    [Theory]
    [InlineData("0/min", "allows nothing")]
    [InlineData("10/2d", "counts over more than a day, which does not outlive a restart")]
    [InlineData("1000001/s", "allows more than a million requests a second")]
    public void What_makes_no_sense_is_told(string text, string expected)
    {
        Assert.False(Rate.TryParse(text, out _, out var error));
        Assert.Equal(expected, error);
    }

    [Fact]
    public void No_text_makes_it_fail_otherwise()
    {
        Assert.False(Rate.TryParse(null, out _, out _));
        Assert.False(Rate.TryParse(new string('9', 1_000_000) + "/min", out _, out _));
    }
}
