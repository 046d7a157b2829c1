using System.Buffers;

namespace ApiSecurity.Validation;

/// <summary>Languages of the server: calls that run something, look-ups, serialized objects, filters, headers, addresses.</summary>
internal static class CodeJudge
{
    private static readonly SearchValues<string> Calls = SearchValues.Create(
        [
            "phpinfo(", "system(", "passthru(", "shell_exec(", "popen(", "proc_open(", "pcntl_exec(", "file_get_contents(", "base64_decode(", "call_user_func(", "create_function(", "gzinflate(", "os.system", "subprocess.", "__import__(",
            "child_process", "require('fs'", "runtime.getruntime", "getruntime(", "processbuilder", "java.lang.", "javax.script", "wscript.shell", "server.scripttimeout", "allow_url_include", "auto_prepend_file", "gethostbyname(", "include($_", "$_get[", "$_post[", "$_request[", "get_user_file(",
        ],
        StringComparison.OrdinalIgnoreCase);

    private static readonly SearchValues<string> Gadgets = SearchValues.Create(
        [
            "rO0AB", "AAEAAAD/////", "!!python/", "!!javax.", "!!ruby/", "_$$ND_FUNC$$_", "ObjectDataProvider", "TypeConfuseDelegate", "com.sun.rowset", "org.apache.commons.collections", "\u00AC\u00ED\u0000\u0005", "ysoserial", "System.Diagnostics.Process", "System.Windows.Data",
        ],
        StringComparison.Ordinal);

    private static readonly SearchValues<string> Lookups = SearchValues.Create(
        ["${jndi:", "jndi:ldap", "jndi:rmi", "jndi:dns", "${lower:", "${upper:", "${::-", "${env:", "${sys:", "${date:", "${ctx:", "${base64:", "#_memberaccess", "@java.lang", "t(java.", "class.module.classloader", "classloader.resources", "#context[", "#application", "ognl.", "%{(#", "%{#", "${#", "${t(", "new java."],
        StringComparison.OrdinalIgnoreCase);

    private static readonly SearchValues<string> Hosts = SearchValues.Create(
        ["169.254.169.254", "169.254.170.2", "metadata.google.internal", "100.100.100.200", "gopher://", "dict://", "file://", "php://", "expect://", "phar://", "zip://", "data://", "jar:http", "ldap://", "netdoc:", "burpcollaborator", "0xa9fe", "2852039166", "[::ffff:a9fe", "instance-data", "convert.iconv", "php:filter", "glob://", "\\\\localhost\\", "\\c$\\", "tftp://"],
        StringComparison.OrdinalIgnoreCase);

    private static readonly SearchValues<string> Loopbacks = SearchValues.Create(
        ["://localhost", "://127.", "://0.0.0.0", "://[::1]", "://10.", "://192.168.", "://0x7f", "://2130706433", "://[::]", "://0/"],
        StringComparison.OrdinalIgnoreCase);

    private static readonly SearchValues<string> Headers = SearchValues.Create(
        ["set-cookie:", "location:", "content-type:", "content-length:", "transfer-encoding:", "refresh:", "x-forwarded-", "link:", "access-control-", "http/1.", "x-xss-protection:", "last-modified:", "host:"],
        StringComparison.OrdinalIgnoreCase);

    private static readonly SearchValues<string> Prototypes = SearchValues.Create(
        ["__proto__", "constructor.prototype", "constructor[prototype]", "constructor][prototype", "__definegetter__", "__definesetter__", "__lookupgetter__"], StringComparison.OrdinalIgnoreCase);

    private static readonly SearchValues<string> Inclusions = SearchValues.Create(
        ["xi:include", "xinclude", "xsi:schemalocation", "xs:include", "xs:import", "xsl:value-of", "xsl:script", "xsl:stylesheet", "<?import", "datasrc=", "xmlns:php", "+adw-", "+adwaiq-", "msxsl:"], StringComparison.OrdinalIgnoreCase);

    private static readonly SearchValues<string> Filters = SearchValues.Create([")(|", ")(&", ")(!", "*)((", "(|(", "(&(", "*)(", "(!(", ")(cn=", "objectclass=*", "objectclass=)", "*()|"], StringComparison.OrdinalIgnoreCase);

    private static readonly SearchValues<string> Axes = SearchValues.Create(
        ["child::", "descendant::", "ancestor::", "following-sibling::", "parent::node", "preceding-sibling::", "node()", "//user[", "//*[", "string-length(", "count(/", "name(/", "] | //", "text()="], StringComparison.OrdinalIgnoreCase);

    public static void Judge(ReadOnlySpan<char> text, ref InspectionFindings findings)
    {
        findings.Work += text.Length;
        Add(text, Calls, InspectionRules.CommandCode, ref findings);
        Add(text, Gadgets, InspectionRules.Gadget, ref findings);
        Add(text, Lookups, InspectionRules.Lookup, ref findings);
        Add(text, Hosts, InspectionRules.SsrfTarget, ref findings);
        Add(text, Loopbacks, InspectionRules.SsrfLocal, ref findings);
        Add(text, Prototypes, InspectionRules.PrototypeMember, ref findings);
        Add(text, Inclusions, InspectionRules.XmlInclusion, ref findings);
        Add(text, Filters, InspectionRules.LdapFilter, ref findings);
        Add(text, Axes, InspectionRules.XPathAxis, ref findings);
        SerializedJudge.Judge(text, ref findings);
        TemplateJudge.Judge(text, ref findings);
        DocumentJudge.Judge(text, ref findings);
        Lines(text, ref findings);
    }

    private static void Add(ReadOnlySpan<char> text, SearchValues<string> words, InspectionRule rule, ref InspectionFindings findings)
    {
        if (text.ContainsAny(words))
        {
            findings.Add(rule);
        }
    }

    /// <summary>A line break, then a header of HTTP.</summary>
    private static void Lines(ReadOnlySpan<char> text, ref InspectionFindings findings)
    {
        var at = 0;
        while (at < text.Length)
        {
            var next = text[at..].IndexOfAny('\r', '\n');
            if (next < 0)
            {
                return;
            }

            at += next + 1;
            var line = text[at..Math.Min(text.Length, at + 24)].TrimStart();
            if (line.IndexOfAny(Headers) == 0)
            {
                findings.Add(InspectionRules.HeaderLine);
            }
        }
    }
}
