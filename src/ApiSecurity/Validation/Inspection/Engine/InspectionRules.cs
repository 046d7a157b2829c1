namespace ApiSecurity.Validation;

/// <summary>Every rule there is. Names are stable: operators write them into exclusions, and find them in events.</summary>
internal static class InspectionRules
{
    private static readonly List<InspectionRule> Made = [];

    public static readonly InspectionRule SqlUnion = Rule("sql.union", InspectionClass.Sql);
    public static readonly InspectionRule SqlSelect = Rule("sql.select", InspectionClass.Sql);
    public static readonly InspectionRule SqlCondition = Rule("sql.condition", InspectionClass.Sql);
    public static readonly InspectionRule SqlLooseCondition = Rule("sql.condition-loose", InspectionClass.Sql, 2);
    public static readonly InspectionRule SqlBreakOut = Rule("sql.break-out", InspectionClass.Sql);
    public static readonly InspectionRule SqlCutOff = Rule("sql.cut-off", InspectionClass.Sql);
    public static readonly InspectionRule SqlStacked = Rule("sql.statement", InspectionClass.Sql);
    public static readonly InspectionRule SqlFunction = Rule("sql.function", InspectionClass.Sql);
    public static readonly InspectionRule SqlNested = Rule("sql.nested-functions", InspectionClass.Sql);
    public static readonly InspectionRule SqlSystem = Rule("sql.system-name", InspectionClass.Sql);
    public static readonly InspectionRule SqlFile = Rule("sql.file", InspectionClass.Sql);
    public static readonly InspectionRule SqlSorting = Rule("sql.clause", InspectionClass.Sql);
    public static readonly InspectionRule HtmlScript = Rule("script.element", InspectionClass.Script);
    public static readonly InspectionRule HtmlActive = Rule("script.active-element", InspectionClass.Script);
    public static readonly InspectionRule HtmlMedia = Rule("script.media-element", InspectionClass.Script, 2);
    public static readonly InspectionRule HtmlHandler = Rule("script.handler", InspectionClass.Script);
    public static readonly InspectionRule HtmlStyle = Rule("script.style", InspectionClass.Script);
    public static readonly InspectionRule HtmlScheme = Rule("script.scheme", InspectionClass.Script);
    public static readonly InspectionRule HtmlClosing = Rule("script.closing", InspectionClass.Script);
    public static readonly InspectionRule HtmlComment = Rule("script.comment", InspectionClass.Script, 2);
    public static readonly InspectionRule ScriptCall = Rule("script.call", InspectionClass.Script);
    public static readonly InspectionRule ScriptObject = Rule("script.object", InspectionClass.Script);
    public static readonly InspectionRule CommandCode = Rule("command.code", InspectionClass.Command);
    public static readonly InspectionRule XmlDoctype = Rule("xml.document-type", InspectionClass.Xml);
    public static readonly InspectionRule XmlInclusion = Rule("xml.inclusion", InspectionClass.Xml);
    public static readonly InspectionRule PathClimb = Rule("path.traversal", InspectionClass.Path);
    public static readonly InspectionRule PathOverlong = Rule("path.overlong-utf8", InspectionClass.Path);
    public static readonly InspectionRule PathStep = Rule("path.relative", InspectionClass.Path, 3, 5);
    public static readonly InspectionRule PathSecret = Rule("path.sensitive-file", InspectionClass.Path);
    public static readonly InspectionRule PathSystem = Rule("path.system-file", InspectionClass.Path);
    public static readonly InspectionRule PathRoot = Rule("path.system-directory", InspectionClass.Path, 2);
    public static readonly InspectionRule CommandShell = Rule("command.shell", InspectionClass.Command);
    public static readonly InspectionRule CommandLine = Rule("command.line", InspectionClass.Command);
    public static readonly InspectionRule Gadget = Rule("object.serialized", InspectionClass.Deserialization);
    public static readonly InspectionRule Lookup = Rule("expression.lookup", InspectionClass.Expression);
    public static readonly InspectionRule SsrfTarget = Rule("ssrf.target", InspectionClass.Ssrf);
    public static readonly InspectionRule SsrfLocal = Rule("ssrf.local", InspectionClass.Ssrf, 2);
    public static readonly InspectionRule PrototypeMember = Rule("prototype.member", InspectionClass.Prototype);
    public static readonly InspectionRule LdapFilter = Rule("ldap.filter", InspectionClass.Ldap);
    public static readonly InspectionRule XPathAxis = Rule("xpath.axis", InspectionClass.XPath, 1, 5);
    public static readonly InspectionRule HeaderLine = Rule("header.line", InspectionClass.Header);
    public static readonly InspectionRule TemplateExpression = Rule("template.expression", InspectionClass.Template);
    public static readonly InspectionRule TemplateCall = Rule("template.call", InspectionClass.Template, 2, 5);
    public static readonly InspectionRule NoSqlOperator = Rule("nosql.operator", InspectionClass.NoSql);
    public static readonly InspectionRule NoSqlCode = Rule("nosql.code", InspectionClass.NoSql);
    public static readonly InspectionRule NoSqlHint = Rule("nosql.hint", InspectionClass.NoSql, 3, 2);
    public static readonly InspectionRule SqlOpen = Rule("sql.open", InspectionClass.Sql, 3);
    public static readonly InspectionRule HtmlElement = Rule("script.markup", InspectionClass.Script, 3);
    public static readonly InspectionRule HtmlBreakOut = Rule("script.break-out", InspectionClass.Script);
    public static readonly InspectionRule CommandWord = Rule("command.word", InspectionClass.Command, 3);
    public static readonly InspectionRule QuoteMark = Rule("sql.quote", InspectionClass.Sql, 4);
    public static readonly InspectionRule HtmlMark = Rule("script.angle-bracket", InspectionClass.Script, 4);
    public static readonly InspectionRule CommandMark = Rule("command.separator", InspectionClass.Command, 4);
    public static readonly InspectionRule LdapMark = Rule("ldap.mark", InspectionClass.Ldap, 4);
    public static readonly InspectionRule EncodedMark = Rule("script.encoded-mark", InspectionClass.Script);

    public static IReadOnlyList<InspectionRule> All => Made;

    private static InspectionRule Rule(string id, InspectionClass @class, int level = 1, int score = 5)
    {
        var rule = new InspectionRule(id, @class, level, score) { Bit = Made.Count };
        Made.Add(rule);
        return rule;
    }
}
