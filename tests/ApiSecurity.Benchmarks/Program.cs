using ApiSecurity.Benchmarks;
using ApiSecurity.Benchmarks.Http;
using BenchmarkDotNet.Running;

const string Usage = """
    dotnet run -c Release --project tests/ApiSecurity.Benchmarks -- summary [word …]   one line a row; about six minutes; rows whose name has one of the words
    dotnet run -c Release --project tests/ApiSecurity.Benchmarks -- micro [options]    BenchmarkDotNet, with its own options (--filter '*')
    """;

switch (args)
{
    case ["summary", .. var words]:
        return await Summary.RunAsync(words);
    case ["micro", .. var options]:
        BenchmarkSwitcher.FromAssembly(typeof(Summary).Assembly).Run(options);
        return 0;
    // The children of the HTTP row.
    case ["serve", var kind]:
        await BenchmarkServer.RunAsync(kind);
        return 0;
    case ["load"]:
        LoadGenerator.Run();
        return 0;
    default:
        Console.Error.WriteLine(Usage);
        return 2;
}
