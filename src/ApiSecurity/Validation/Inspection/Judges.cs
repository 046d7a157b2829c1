using ApiSecurity.Validation.Inspection.Code;
using ApiSecurity.Validation.Inspection.Html;
using ApiSecurity.Validation.Inspection.Paths;
using ApiSecurity.Validation.Inspection.Shell;
using ApiSecurity.Validation.Inspection.Sql;

namespace ApiSecurity.Validation.Inspection;

internal static class Judges
{
    public static void All(ReadOnlySpan<char> text, int layer, ref Findings findings)
    {
        SqlJudge.Judge(text, ref findings);
        HtmlJudge.Judge(text, ref findings);
        SchemeJudge.Judge(text, ref findings);
        CallJudge.Judge(text, ref findings);
        PathJudge.Judge(text, layer, ref findings);
        ShellJudge.Judge(text, ref findings);
        CodeJudge.Judge(text, ref findings);
    }
}
