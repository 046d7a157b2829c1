using System.Globalization;
using System.Net;
using System.Text;

namespace AttackDemo;

/// <summary>The same table as a picture, for README: <c>dotnet run --project samples/AttackDemo -- "$PWD/docs/images/attack-demo.svg"</c>.</summary>
public static class ResultPicture
{
    private const int RowHeight = 18;
    private const int CharacterWidth = 7;
    private const int Gap = 3;

    public static string Of(IReadOnlyList<Result> results)
    {
        string[][] rows = [["OWASP", "attack", "bare", "secured", "status"], .. results.Select(Cells)];
        var widths = Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(row => row[column].Length) + Gap).ToArray();
        var width = (widths.Sum() * CharacterWidth) + 24;
        var height = ((rows.Length + 3) * RowHeight) + 16;
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"""
            <svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" font-family="monospace" font-size="12">
            <title>{WebUtility.HtmlEncode(ResultTable.Title)}</title>
            <rect width="{width}" height="{height}" rx="6" fill="#16181d"/>

            """);
        Line(svg, 0, [ResultTable.Title], widths, "#ffffff");
        for (var i = 0; i < rows.Length; i++)
        {
            var proven = i == 0 || results[i - 1].Proven;
            Line(svg, i + 1, rows[i], widths, i == 0 ? ["#8a8f98"] : ["#8a8f98", "#e6e6e6", "#ff7b72", "#7ee787", proven ? "#7ee787" : "#ff7b72"]);
        }

        Line(svg, rows.Length + 1, [ResultTable.Note], widths, "#8a8f98");
        return svg.Append("</svg>\n").ToString();
    }

    private static string[] Cells(Result result) =>
        [result.Attack.Risk, result.Attack.Name, result.Bare.What, result.Secured.What, result.Status];

    private static void Line(StringBuilder svg, int row, string[] cells, int[] widths, params string[] colours)
    {
        var x = 12;
        for (var column = 0; column < cells.Length; column++)
        {
            svg.Append(
                CultureInfo.InvariantCulture,
                $"""<text x="{x}" y="{24 + (row * RowHeight)}" fill="{colours[column % colours.Length]}">{WebUtility.HtmlEncode(cells[column])}</text>""");
            x += widths[column] * CharacterWidth;
        }

        svg.Append('\n');
    }
}
