using System.Diagnostics;

namespace ApiSecurity.Analyzers.Tests;

/// <summary>What <c>dotnet new</c> writes is how the framework's authors write: it gives no alarm.</summary>
public sealed class TemplateTests
{
    [Theory]
    [InlineData("web")]
    [InlineData("webapi")]
    [InlineData("webapi", "--use-controllers")]
    [InlineData("webapiaot")]
    [InlineData("mvc")]
    [InlineData("webapp")]
    [InlineData("grpc")]
    [InlineData("blazor")]
    public async Task Gives_no_alarm(string template, params string[] options)
    {
        var folder = Directory.CreateTempSubdirectory("apisecurity-template-");
        try
        {
            await NewAsync(folder.FullName, [template, .. options]);
            var files = Source.Of(folder.FullName).ToList();
            Assert.NotEmpty(files);
            var isRazor = template is "blazor";
            var isGrpc = template is "grpc";

            // JSON contracts of the AOT template, and what .proto and .razor files become, are written by generators.
            var alarms = await Code.AlarmsAsync(
                Code.Compilation([.. files, .. isRazor ? [("App.cs", App)] : Array.Empty<(string, string)>(), .. isGrpc ? [("Greeter.cs", Greeter)] : Array.Empty<(string, string)>()], withLibrary: false),
                template is "webapiaot" ? ["CS0534", "CS7036", "CS0117"] : []);

            Assert.Equal("", string.Join('\n', alarms));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task NewAsync(string folder, string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", ["new", .. arguments, "--name", "Sample", "--output", folder, "--no-restore", "--no-update-check"]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["DOTNET_NOLOGO"] = "1";
        using var process = Process.Start(start) ?? throw new InvalidOperationException("dotnet can't be started.");
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, $"dotnet new {string.Join(' ', arguments)} failed:\n{await output}\n{await error}");
    }

    private const string App = """
        namespace Sample.Components
        {
            public sealed class App : Microsoft.AspNetCore.Components.ComponentBase;
        }
        """;

    private const string Greeter = """
        namespace Sample
        {
            public sealed class HelloRequest
            {
                public string Name { get; set; } = "";
            }

            public sealed class HelloReply
            {
                public string Message { get; set; } = "";
            }

            public static class Greeter
            {
                [Grpc.Core.BindServiceMethod(typeof(Greeter), "BindService")]
                public abstract class GreeterBase
                {
                    public virtual Task<HelloReply> SayHello(HelloRequest request, Grpc.Core.ServerCallContext context) => throw new NotImplementedException();
                }

                public static void BindService(Grpc.Core.ServiceBinderBase binder, GreeterBase service)
                {
                }
            }
        }
        """;
}
