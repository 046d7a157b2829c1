using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using ApiSecurity.Benchmarks.Http;
using ApiSecurity.Benchmarks.Micro;
using ApiSecurity.Benchmarks.Objects;

namespace ApiSecurity.Benchmarks;

/// <summary>The bounded set: every row that later work fills is added to the list here.</summary>
internal static class Summary
{
    private static readonly (string Name, Func<IAsyncEnumerable<Row>> Run)[] Parts =
    [
        ("http", HttpRows.RunAsync),
        ("tokens", TokenRows.RunAsync),
        ("callers", CallerRows.RunAsync),
        ("signatures", SignatureRows.RunAsync),
        ("memory", TokenMemoryRows.RunAsync),
        ("objects", ObjectRows.RunAsync),
        ("headers", HeadersRows.RunAsync),
        ("limits", LimitRows.RunAsync),
        ("properties", PropertyRows.RunAsync),
        ("inspection", InspectionRows.RunAsync),
        ("pipeline", PipelineRows.RunAsync),
        ("schemas", SchemaRows.RunAsync),
    ];

    public static async Task<int> RunAsync(string[] words)
    {
        var started = Stopwatch.StartNew();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"# {TimeProvider.System.GetUtcNow():yyyy-MM-dd HH:mm}Z, {RuntimeInformation.FrameworkDescription}, {Environment.ProcessorCount} × {Processor()}, {RuntimeInformation.OSDescription}"));
#if DEBUG
        Console.WriteLine("# Not a Release build: the figures mean nothing. Run with -c Release.");
#endif
        Console.WriteLine(Row.Header);
        var isShort = false;
        foreach (var (name, run) in words.Contains("million") ? [("million", TokenMemoryRows.RunMillionAsync)] : Parts)
        {
            if (words.Length > 0 && !words.Any(word => name.Contains(word, StringComparison.OrdinalIgnoreCase)))
            {
                continue;
            }

            await foreach (var row in run())
            {
                isShort |= row.Reached == false;
                Console.WriteLine(row);
            }
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"# {started.Elapsed.TotalSeconds:0} s{(isShort ? ", some rows are short of their target" : string.Empty)}"));
        return 0;
    }

    private static string Processor()
    {
        const string Info = "/proc/cpuinfo";
        var line = File.Exists(Info) ? File.ReadLines(Info).FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal)) : null;
        return line?[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim() ?? RuntimeInformation.ProcessArchitecture.ToString();
    }
}
