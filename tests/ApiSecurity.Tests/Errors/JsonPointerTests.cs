using ApiSecurity.Errors;

namespace ApiSecurity.Tests.Errors;

public sealed class JsonPointerTests
{
    [Theory]
    [InlineData(null, "")]
    [InlineData("$", "")]
    [InlineData("$.name", "/name")]
    [InlineData("$.lines[0].quantity", "/lines/0/quantity")]
    [InlineData("$[12]", "/12")]
    [InlineData("$[1][2]", "/1/2")]
    [InlineData("$.map['a.b']", "/map/a.b")]
    [InlineData("$.map['a/b~c']", "/map/a~1b~0c")]
    [InlineData("$.map['~1']", "/map/~01")]
    [InlineData("$.map['it's']", "/map/it's")]
    [InlineData("$.map['a']b']", "/map/a']b")]
    [InlineData("$['x']['y'].z", "/x/y/z")]
    [InlineData("$.map.", "/map/")]
    [InlineData("$.map['", "/map/")]
    [InlineData("$[", "/")]
    [InlineData("lines[0].quantity", "/lines/0/quantity")]
    [InlineData("['a b'][3]", "/a b/3")]
    [InlineData("quantity", "/quantity")]
    public void A_readers_path_becomes_a_pointer(string? path, string pointer) => Assert.Equal(pointer, JsonPointers.FromPath(path));

    [Fact]
    public void What_a_client_makes_too_long_ends_at_the_last_parent_that_fits()
    {
        Assert.Equal("/a", JsonPointers.FromPath("$.a." + new string('x', 100_000)));
        Assert.True(JsonPointers.FromPath("$" + string.Concat(Enumerable.Repeat("[7]", 100_000))).Length <= 256);
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("/lines/0/quantity", "lines[0].quantity")]
    [InlineData("/a~1b/~0", "a/b.~")]
    [InlineData("/7", "[7]")]
    public void A_pointer_has_the_name_that_errors_use(string pointer, string member) => Assert.Equal(member, JsonPointers.ToMember(pointer));
}
