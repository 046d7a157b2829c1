using AttackDemo.Attacks;
using Spectre.Console;

namespace AttackDemo;

/// <summary>
/// Starts the sample twice, bare and secured, replays the attacks against both and prints what came of them. The exit code is 1 if an
/// attack gets through the secured one, or if the bare one withstands it (then it proves nothing).
/// </summary>
// A class of its own namespace: two projects with a global Program can't both be referenced by one that has OpenAPI documents
// (its generator of XML comments adds "T:Program" twice, and fails at run time).
public static class Program
{
    public static async Task<int> Main(string[] args)
    {
        if (Console.IsOutputRedirected)
        {
            AnsiConsole.Profile.Width = 160;
        }

        var results = new List<Result>();
        await using var arena = await Arena.OpenAsync();
        foreach (var attack in AttackList.All)
        {
            results.Add(await arena.PlayAsync(attack));
        }

        AnsiConsole.Write(ResultTable.Of(results));
        if (args is [var picture])
        {
            await File.WriteAllTextAsync(picture, ResultPicture.Of(results));
        }

        var failed = results.Count(result => !result.Proven);
        AnsiConsole.MarkupLine(failed == 0
            ? $"[green]{results.Count} attacks: all get through the bare API, none through the secured one.[/]"
            : $"[red]{failed} of {results.Count} attacks are not as they should be.[/]");
        return failed == 0 ? 0 : 1;
    }
}
