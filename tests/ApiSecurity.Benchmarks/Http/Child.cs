using System.Diagnostics;

namespace ApiSecurity.Benchmarks.Http;

/// <summary>This program again, with other arguments, kept on one core; ends with its parent, whose pipe it reads.</summary>
internal sealed class Child : IDisposable
{
    private readonly Process _process;

    public Child(int core, params string[] arguments)
    {
        var start = new ProcessStartInfo { RedirectStandardInput = true, RedirectStandardOutput = true };
        var self = Environment.ProcessPath!;
        var isPinned = CanPin && core < Environment.ProcessorCount;
        start.FileName = isPinned ? "taskset" : self;
        string[] all = isPinned ? ["-c", $"{core}", self, .. arguments] : arguments;
        foreach (var argument in all)
        {
            start.ArgumentList.Add(argument);
        }

        // What a server of one core runs with, also where it can't be pinned.
        start.Environment["DOTNET_PROCESSOR_COUNT"] = "1";
        _process = Process.Start(start)!;
    }

    /// <summary>taskset is part of util-linux.</summary>
    public static bool CanPin { get; } = OperatingSystem.IsLinux() && File.Exists("/usr/bin/taskset");

    public string Ask(string line)
    {
        _process.StandardInput.WriteLine(line);
        return ReadLine();
    }

    public string ReadLine() =>
        _process.StandardOutput.ReadLine() ?? throw new InvalidOperationException($"A child of the benchmark ended: exit code {ExitCode()}.");

    public void Dispose()
    {
        _process.StandardInput.Close();
        if (!_process.WaitForExit(5_000))
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
    }

    private int ExitCode()
    {
        _process.WaitForExit();
        return _process.ExitCode;
    }
}
