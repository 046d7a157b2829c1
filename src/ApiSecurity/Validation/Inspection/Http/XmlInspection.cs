using System.Buffers;
using System.Text;

namespace ApiSecurity.Validation;

/// <summary>Looks through XML without parsing it: declarations as they are, the texts between the tags, and the values of attributes.</summary>
internal static class XmlInspection
{
    public static void Look(ReadOnlySpan<byte> body, ref InspectionRun run)
    {
        var rented = ArrayPool<char>.Shared.Rent(Math.Max(1, body.Length));
        try
        {
            Look(rented.AsSpan(0, Encoding.UTF8.GetChars(body, rented)), ref run);
        }
        finally
        {
            ArrayPool<char>.Shared.Return(rented);
        }
    }

    private static void Look(ReadOnlySpan<char> xml, ref InspectionRun run)
    {
        var at = 0;
        while (at < xml.Length && !run.IsFull)
        {
            var open = xml[at..].IndexOf('<');
            var text = xml[at..(open < 0 ? xml.Length : at + open)];
            Part(text, ref run);
            if (open < 0)
            {
                return;
            }

            at += open;
            var isData = xml[at..].StartsWith("<![CDATA[", StringComparison.Ordinal);
            var end = isData ? xml[at..].IndexOf("]]>") : xml[at..].IndexOf('>');
            end = end < 0 ? xml.Length : at + end;
            var tag = xml[at..end];
            at = Math.Min(xml.Length, end + (isData ? 3 : 1));
            if (isData)
            {
                Part(tag["<![CDATA[".Length..], ref run);
            }
            else if (tag.Length > 1 && tag[1] is '!')
            {
                Part(tag, ref run);
            }
            else
            {
                Attributes(tag, ref run);
            }
        }
    }

    private static void Attributes(ReadOnlySpan<char> tag, ref InspectionRun run)
    {
        while (true)
        {
            var open = tag.IndexOfAny('"', '\'');
            if (open < 0)
            {
                return;
            }

            var close = tag[(open + 1)..].IndexOf(tag[open]);
            if (close < 0)
            {
                return;
            }

            Part(tag.Slice(open + 1, close), ref run);
            tag = tag[(open + close + 2)..];
        }
    }

    private static void Part(ReadOnlySpan<char> text, ref InspectionRun run)
    {
        var findings = run.Look(text);
        if (!findings.IsEmpty)
        {
            run.Add(findings, "body:");
        }
    }
}
