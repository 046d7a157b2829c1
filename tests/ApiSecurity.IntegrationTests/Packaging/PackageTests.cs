using System.Diagnostics;
using System.IO.Compression;
using System.Net;
using ApiSecurity.Tests;

namespace ApiSecurity.IntegrationTests.Packaging;

/// <summary>Packs the library, references the package from a fresh application outside the repository, and runs that.</summary>
public sealed class PackageTests
{
    [Fact]
    public Task A_fresh_application_can_reference_the_package_from_a_folder_and_is_secured_by_two_lines() =>
        WithApplicationAsync(["ApiSecurity"], Program, async (program, output) =>
        {
            await AssertSecuredAsync(program);

            // The package brings the analyzers, and the compiler could load them.
            Assert.Contains("Program.cs(7,", output, StringComparison.Ordinal);
            Assert.Contains("warning APISEC004: ValidateIssuer is false", output, StringComparison.Ordinal);
            Assert.DoesNotContain("CS8032", output, StringComparison.Ordinal);
            Assert.Equal(
                ["analyzers/dotnet/cs/ApiSecurity.Analyzers.CodeFixes.dll", "analyzers/dotnet/cs/ApiSecurity.Analyzers.dll", "docs/analyzers.md"],
                await AnalyzersInAsync(Path.Combine(Path.GetDirectoryName(program)!, "..", "..", "feed")));
        });

    [Fact]
    public Task A_fresh_application_that_references_ApiSecurity_Sqlite_has_keys_and_revocations_by_a_line_more() =>
        WithApplicationAsync(["ApiSecurity", "ApiSecurity.Sqlite"], ProgramWithKeys, async (program, _) =>
        {
            var closed = await AssertSecuredAsync(program);

            Assert.Equal("ApiKey", closed.WwwAuthenticate.ToString());
            Assert.True(File.Exists(Path.Combine(Path.GetDirectoryName(program)!, "keys.db")), "No file was made for the keys.");
            Assert.True(File.Exists(Path.Combine(Path.GetDirectoryName(program)!, "revocations.db")), "No file was made for the revocations.");
        });

    [Fact]
    public Task A_fresh_application_that_references_ApiSecurity_EntityFrameworkCore_has_a_guarded_context() =>
        WithApplicationAsync(["ApiSecurity", "ApiSecurity.EntityFrameworkCore"], ProgramWithContext, (program, _) => AssertSecuredAsync(program));

    /// <param name="packages">The packages; the application references the last one, which brings the others along.</param>
    /// <param name="code">The application.</param>
    /// <param name="check">Is given the path of what was built, and what the build said.</param>
    private static async Task WithApplicationAsync(string[] packages, string code, Func<string, string, Task> check)
    {
        var folder = Directory.CreateTempSubdirectory("apisecurity-package-");
        try
        {
            var version = $"0.1.0-test.{Environment.ProcessId}";
            foreach (var package in packages)
            {
                await DotnetAsync(Repository.Root, "pack", $"src/{package}", "-o", Path.Combine(folder.FullName, "feed"), $"-p:Version={version}", "-p:ArtifactsPath=" + Path.Combine(folder.FullName, "artifacts"), "-p:RestoreLockedMode=false");
            }

            var app = folder.CreateSubdirectory("app").FullName;
            await File.WriteAllTextAsync(Path.Combine(app, "App.csproj"), Project(packages[^1], version), TestContext.Current.CancellationToken);
            await File.WriteAllTextAsync(Path.Combine(app, "nuget.config"), Feed, TestContext.Current.CancellationToken);
            await File.WriteAllTextAsync(Path.Combine(app, "Program.cs"), code, TestContext.Current.CancellationToken);
            var output = await DotnetAsync(app, "build", "-o", Path.Combine(app, "out"));

            await check(Path.Combine(app, "out", "App.dll"), output);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<IEnumerable<string>> AnalyzersInAsync(string feed)
    {
        await using var package = await ZipFile.OpenReadAsync(Assert.Single(Directory.GetFiles(feed, "*.nupkg")), TestContext.Current.CancellationToken);
        return [.. package.Entries.Select(entry => entry.FullName).Where(name => name.Contains("nalyzers", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
    }

    private static async Task<System.Net.Http.Headers.HttpResponseHeaders> AssertSecuredAsync(string program)
    {
        using var process = Start(Path.GetDirectoryName(program)!, program, "--urls", "http://127.0.0.1:0", "--environment", "Development");
        try
        {
            var address = await AddressAsync(process);
            using var client = new HttpClient { BaseAddress = address };

            using var open = await client.GetAsync("/open", TestContext.Current.CancellationToken);
            using var closed = await client.GetAsync("/closed", TestContext.Current.CancellationToken);

            Assert.Equal(HttpStatusCode.OK, open.StatusCode);
            Assert.Equal("nosniff", open.Headers.GetValues("X-Content-Type-Options").Single());
            Assert.Equal(HttpStatusCode.Unauthorized, closed.StatusCode);
            Assert.Equal("application/problem+json", closed.Content.Headers.ContentType?.MediaType);
            return closed.Headers;
        }
        finally
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        }
    }

    private static async Task<Uri> AddressAsync(Process process)
    {
        const string Announcement = "Now listening on: ";
        while (await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            if (line.IndexOf(Announcement, StringComparison.Ordinal) is >= 0 and var at)
            {
                return new Uri(line[(at + Announcement.Length)..].Trim());
            }
        }

        throw new InvalidOperationException("The application ended before it listened: " + await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken));
    }

    private static async Task<string> DotnetAsync(string folder, params string[] arguments)
    {
        using var process = Start(folder, arguments);
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, $"dotnet {string.Join(' ', arguments)} failed:\n{await output}\n{await error}");
        return await output;
    }

    private static Process Start(string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        // The fresh application is nobody's build server, and a node that stays behind would keep the test waiting.
        start.Environment.Remove("CI");
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["DOTNET_NOLOGO"] = "1";
        start.Environment.Remove("ASPNETCORE_URLS");
        return Process.Start(start) ?? throw new InvalidOperationException("dotnet can't be started.");
    }

    private static string Project(string package, string version) => $"""
        <Project Sdk="Microsoft.NET.Sdk.Web">
          <PropertyGroup>
            <TargetFramework>net10.0</TargetFramework>
            <Nullable>enable</Nullable>
            <ImplicitUsings>enable</ImplicitUsings>
            <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
            <WarningsNotAsErrors>APISEC004</WarningsNotAsErrors>
            <UseSharedCompilation>false</UseSharedCompilation>
          </PropertyGroup>
          <ItemGroup>
            <PackageReference Include="{package}" Version="{version}" />
          </ItemGroup>
        </Project>
        """;

    /// <summary>The package comes from the folder; what it depends on, from wherever the machine gets its packages.</summary>
    private const string Feed = """
        <configuration>
          <packageSources>
            <add key="feed" value="../feed" />
          </packageSources>
        </configuration>
        """;

    private const string Program = """
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddApiSecurity();
        var app = builder.Build();
        app.UseApiSecurity();
        app.MapGet("/open", () => "open").AllowAnonymous();
        app.MapGet("/closed", () => "closed");
        _ = new Microsoft.IdentityModel.Tokens.TokenValidationParameters { ValidateIssuer = false };
        app.Run();
        """;

    private const string ProgramWithContext = """
        using Microsoft.EntityFrameworkCore;

        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddDbContext<Db>(db => db.UseObjectPolicies());
        builder.Services.AddApiSecurity();
        var app = builder.Build();
        app.UseApiSecurity();
        app.MapGet("/open", () => "open").AllowAnonymous();
        app.MapGet("/closed", (Db db) => db.Model.GetEntityTypes().Count());
        app.Run();

        internal sealed class Db(DbContextOptions<Db> options) : DbContext(options);
        """;

    private const string ProgramWithKeys = """
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddApiSecurity().AddApiKeys(keys => keys.UseSqlite("keys.db")).AddSqliteRevocations("revocations.db");
        var app = builder.Build();
        app.UseApiSecurity();
        app.MapApiKeys("/api-keys");
        app.MapGet("/open", () => "open").AllowAnonymous();
        app.MapGet("/closed", () => "closed");
        app.Run();
        """;
}
