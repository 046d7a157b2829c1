namespace ApiSecurity.Validation;

/// <summary>What languages, protocols and formats call the things that attacks reach for.</summary>
internal static class CodeWords
{
    /// <summary>Calls that run something, of the languages that servers are written in.</summary>
    public static readonly string[] Calls =
    [
        "phpinfo(", "system(", "passthru(", "shell_exec(", "popen(", "proc_open(", "pcntl_exec(", "file_get_contents(", "base64_decode(",
        "call_user_func(", "create_function(", "gzinflate(", "os.system", "subprocess.", "__import__(", "child_process", "require('fs'",
        "runtime.getruntime", "getruntime(", "processbuilder", "java.lang.", "javax.script", "wscript.shell", "server.scripttimeout",
        "allow_url_include", "auto_prepend_file", "gethostbyname(", "include($_", "$_get[", "$_post[", "$_request[", "get_user_file(",
    ];

    /// <summary>Heads and types of serialized objects.</summary>
    public static readonly string[] Gadgets =
    [
        "rO0AB", "AAEAAAD/////", "!!python/", "!!javax.", "!!ruby/", "_$$ND_FUNC$$_", "ObjectDataProvider", "TypeConfuseDelegate", "com.sun.rowset",
        "org.apache.commons.collections", "\u00AC\u00ED\u0000\u0005", "ysoserial", "System.Diagnostics.Process", "System.Windows.Data",
    ];

    /// <summary>Openings of look-ups and expression languages.</summary>
    public static readonly string[] Lookups =
    [
        "${jndi:", "jndi:ldap", "jndi:rmi", "jndi:dns", "${lower:", "${upper:", "${::-", "${env:", "${sys:", "${date:", "${ctx:", "${base64:",
        "#_memberaccess", "@java.lang", "t(java.", "class.module.classloader", "classloader.resources", "#context[", "#application", "ognl.", "%{(#",
        "%{#", "${#", "${t(", "new java.",
    ];

    /// <summary>Hosts and schemes that only a server reaches.</summary>
    public static readonly string[] Hosts =
    [
        "169.254.169.254", "169.254.170.2", "metadata.google.internal", "100.100.100.200", "gopher://", "dict://", "file://", "php://", "expect://",
        "phar://", "zip://", "data://", "jar:http", "ldap://", "netdoc:", "burpcollaborator", "0xa9fe", "2852039166", "[::ffff:a9fe", "instance-data",
        "convert.iconv", "php:filter", "glob://", "\\\\localhost\\", "\\c$\\", "tftp://",
    ];

    /// <summary>The machine itself, and networks that are not public.</summary>
    public static readonly string[] Loopbacks =
    [
        "://localhost", "://127.", "://0.0.0.0", "://[::1]", "://10.", "://192.168.", "://0x7f", "://2130706433", "://[::]", "://0/",
    ];

    /// <summary>Members that reach a prototype.</summary>
    public static readonly string[] Prototypes =
    [
        "__proto__", "constructor.prototype", "constructor[prototype]", "constructor][prototype", "__definegetter__", "__definesetter__",
        "__lookupgetter__",
    ];

    /// <summary>Elements that take in other documents.</summary>
    public static readonly string[] Inclusions =
    [
        "xi:include", "xinclude", "xsi:schemalocation", "xs:include", "xs:import", "xsl:value-of", "xsl:script", "xsl:stylesheet", "<?import",
        "datasrc=", "xmlns:php", "+adw-", "+adwaiq-", "msxsl:",
    ];

    /// <summary>Filters of directories that go on, or begin another.</summary>
    public static readonly string[] Filters =
    [
        ")(|", ")(&", ")(!", "*)((", "(|(", "(&(", "*)(", "(!(", ")(cn=", "objectclass=*", "objectclass=)", "*()|",
    ];

    /// <summary>Axes and functions of XPath.</summary>
    public static readonly string[] Axes =
    [
        "child::", "descendant::", "ancestor::", "following-sibling::", "parent::node", "preceding-sibling::", "node()", "//user[", "//*[",
        "string-length(", "count(/", "name(/", "] | //", "text()=",
    ];
}
