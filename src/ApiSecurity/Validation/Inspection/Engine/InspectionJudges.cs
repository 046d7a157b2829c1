namespace ApiSecurity.Validation;

internal static class InspectionJudges
{
    public static void All(ReadOnlySpan<char> text, int layer, ref InspectionFindings findings)
    {
        SqlJudge.Judge(text, ref findings);
        HtmlJudge.Judge(text, ref findings);
        SchemeJudge.Judge(text, ref findings);
        CallJudge.Judge(text, ref findings);
        PathJudge.Judge(text, layer, ref findings);
        ShellJudge.Judge(text, ref findings);
        CodeJudge.Judge(text, ref findings);
        MarkJudge.Judge(text, ref findings);
    }
}
