using Spectre.Console;

namespace AttackDemo;

/// <summary>The table that the demo prints.</summary>
public static class ResultTable
{
    public const string Title = "OrdersApi under attack: bare, and behind ApiSecurity";
    public const string Note = "* stopped by the sample's own code: its types, its page size, its query, its client for imports";

    public static Table Of(IEnumerable<Result> results)
    {
        ArgumentNullException.ThrowIfNull(results);
        var table = new Table { Border = TableBorder.Rounded, Title = new TableTitle(Title), Caption = new TableTitle(Note) };
        table.AddColumns("OWASP", "attack", "bare", "secured", "status");
        foreach (var result in results)
        {
            table.AddRow(
                new Text(result.Attack.Risk),
                new Text(result.Attack.Name),
                new Text(result.Bare.What, Style(result.Bare.Verdict)),
                new Text(result.Secured.What, Style(result.Secured.Verdict)),
                new Text(result.Status, result.Proven ? Color.Green : Color.Red));
        }

        return table;
    }

    private static Style Style(Verdict verdict) => verdict switch
    {
        Verdict.GotThrough => Color.Red,
        Verdict.Refused => Color.Green,
        _ => Color.Yellow,
    };
}
