using System.Text;

namespace ApiSecurity.Validation;

/// <summary>Looks through the fields of a multipart form, and the names of its files. What is in files is the application's to judge.</summary>
internal static class MultipartInspection
{
    public static void Look(ReadOnlySpan<byte> body, ref InspectionRun run)
    {
        // The delimiter is the first line, whatever the header said of it.
        var line = body.IndexOf("\r\n"u8);
        if (line is < 3 or > 256)
        {
            return;
        }

        var delimiter = body[..line];
        body = body[(line + 2)..];
        while (!body.IsEmpty && !run.IsFull)
        {
            var end = body.IndexOf(delimiter);
            var part = end < 0 ? body : body[..end];
            Part(part, ref run);
            if (end < 0)
            {
                return;
            }

            body = body[Math.Min(body.Length, end + delimiter.Length)..];
            body = body.StartsWith("\r\n"u8) ? body[2..] : body;
        }
    }

    private static void Part(ReadOnlySpan<byte> part, ref InspectionRun run)
    {
        var blank = part.IndexOf("\r\n\r\n"u8);
        if (blank < 0)
        {
            return;
        }

        var headers = Encoding.UTF8.GetString(part[..blank]).AsSpan();
        var name = Parameter(headers, " name=");
        var file = Parameter(headers, "filename=");
        run.Text(name, "form", name);
        if (!file.IsEmpty)
        {
            run.Text(file, "form", name);
            return;
        }

        var value = part[(blank + 4)..];
        var findings = run.Look(value.EndsWith("\r\n"u8) ? value[..^2] : value);
        if (!findings.IsEmpty)
        {
            run.Add(findings, InspectionRun.Place("form", name));
        }
    }

    private static ReadOnlySpan<char> Parameter(ReadOnlySpan<char> headers, string name)
    {
        var at = headers.IndexOf(name, StringComparison.OrdinalIgnoreCase);
        if (at < 0)
        {
            return default;
        }

        var value = headers[(at + name.Length)..];
        if (value is not ['"', ..])
        {
            var end = value.IndexOfAny(";\r\n");
            return end < 0 ? value : value[..end];
        }

        var close = value[1..].IndexOf('"');
        return close < 0 ? value[1..] : value.Slice(1, close);
    }
}
