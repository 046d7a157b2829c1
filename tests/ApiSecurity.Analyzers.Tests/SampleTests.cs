using Microsoft.CodeAnalysis;

namespace ApiSecurity.Analyzers.Tests;

/// <summary>The demo's bare API is full of holes, the secured one has none; so have the library's own sources.</summary>
public sealed class SampleTests
{
    [Fact]
    public async Task The_bare_API_gives_an_alarm_for_each_hole_that_is_in_its_code()
    {
        var alarms = await Code.AlarmsAsync(Code.Compilation(Source.Of("samples/OrdersApi/Bare", "samples/OrdersApi/Data"), OutputKind.DynamicallyLinkedLibrary));
        Assert.Equal("", string.Join('\n', alarms.Select(Describe)));
    }

    [Fact]
    public async Task The_secured_API_gives_none()
    {
        var alarms = await Code.AlarmsAsync(Code.Compilation(Source.Of("samples/OrdersApi/Secured", "samples/OrdersApi/Data", "samples/OrdersApi/Development"), OutputKind.DynamicallyLinkedLibrary));

        Assert.Equal("", string.Join('\n', alarms.Select(Describe)));
    }

    private static string Describe(Diagnostic alarm) =>
        $"{Path.GetFileName(alarm.Location.SourceTree!.FilePath)}({alarm.Location.GetLineSpan().StartLinePosition.Line + 1}): {alarm.Id} {alarm.GetMessage(null)} | {alarm.Location.SourceTree.GetText().ToString(alarm.Location.SourceSpan).Split('\n')[0]}";
}
