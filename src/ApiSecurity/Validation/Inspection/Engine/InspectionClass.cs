namespace ApiSecurity.Validation;

/// <summary>What kind of attack a text looks like.</summary>
public enum InspectionClass
{
    /// <summary>SQL that breaks out of a value.</summary>
    Sql,

    /// <summary>Operators and code of document databases.</summary>
    NoSql,

    /// <summary>Commands of a shell, and code of server-side languages.</summary>
    Command,

    /// <summary>Ways out of a directory, and files of the system.</summary>
    Path,

    /// <summary>HTML, URLs and scripts that run in a browser.</summary>
    Script,

    /// <summary>External entities, document types and inclusions in XML.</summary>
    Xml,

    /// <summary>Expressions of server-side templates.</summary>
    Template,

    /// <summary>Filters of directories (LDAP).</summary>
    Ldap,

    /// <summary>Paths through an XML document (XPath).</summary>
    XPath,

    /// <summary>Line breaks followed by a header.</summary>
    Header,

    /// <summary>Expression languages and look-ups (JNDI, OGNL, SpEL).</summary>
    Expression,

    /// <summary>Serialized objects of Java, PHP, Python, Ruby, .NET and Node.</summary>
    Deserialization,

    /// <summary>Members that change a prototype.</summary>
    Prototype,

    /// <summary>Addresses that only the server reaches.</summary>
    Ssrf,
}
