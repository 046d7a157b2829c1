using System.Globalization;

namespace ApiSecurity.Benchmarks;

/// <summary>One line of the summary.</summary>
/// <param name="Name">What was measured.</param>
/// <param name="Ours">Our figure, with its unit.</param>
/// <param name="Peer">What it is held against, with its unit.</param>
/// <param name="Ratio">The ratio, as the target means it.</param>
/// <param name="Target">The target, in words.</param>
/// <param name="Reached">Whether the target is reached; <see langword="null"/> for a row without one.</param>
internal sealed record Row(string Name, string Ours, string Peer, double? Ratio, string Target, bool? Reached)
{
    public const string Header = "name | ours | peer | ratio | target | ok/short";

    public override string ToString() => string.Join(" | ", Name, Ours, Peer, Ratio is { } ratio ? Number(ratio) : "-", Target, Reached switch
    {
        true => "ok",
        false => "short",
        null => "-",
    });

    public static string Number(double value) => value.ToString(Math.Abs(value) < 100 ? "0.00" : "N0", CultureInfo.InvariantCulture);
}
