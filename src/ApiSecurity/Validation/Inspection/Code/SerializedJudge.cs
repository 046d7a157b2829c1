namespace ApiSecurity.Validation;

/// <summary>PHP's serialized form, O:8:"stdClass":1:{…}, by its grammar.</summary>
internal static class SerializedJudge
{
    public static void Judge(ReadOnlySpan<char> text, ref InspectionFindings findings)
    {
        var at = 0;
        while (at < text.Length)
        {
            var next = text[at..].IndexOf(":\"");
            if (next < 0)
            {
                return;
            }

            at += next;
            var digits = at;
            while (digits > 0 && at - digits < 8 && char.IsAsciiDigit(text[digits - 1]))
            {
                digits--;
            }

            if (digits < at && digits >= 2 && text[digits - 1] == ':' && text[digits - 2] is 'O' or 'C')
            {
                findings.Add(InspectionRules.Gadget);
            }

            at += 2;
        }
    }
}
