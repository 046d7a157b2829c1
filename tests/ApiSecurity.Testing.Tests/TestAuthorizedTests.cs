using ApiSecurity.Authorization;

namespace ApiSecurity.Testing.Tests;

public sealed class TestAuthorizedTests
{
    [Fact]
    public void A_unit_test_gives_a_handler_its_object() => Assert.Equal("made of tea", Handler(TestAuthorized.Of(new Parcel("tea"))));

    [Fact]
    public void There_is_no_object_without_a_value() => Assert.Throws<ArgumentNullException>(() => TestAuthorized.Of<Parcel>(null!));

    private static string Handler(Authorized<Parcel> parcel) => $"made of {parcel.Value.Content}";

    private sealed record Parcel(string Content);
}
