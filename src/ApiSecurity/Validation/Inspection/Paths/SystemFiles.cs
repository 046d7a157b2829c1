using System.Buffers;

namespace ApiSecurity.Validation;

/// <summary>Files that a server has and no client names: under the roots of an operating system, of a kind that holds secrets, settings or logs.</summary>
internal static class SystemFiles
{
    private static readonly SearchValues<string> Roots = SearchValues.Create(
        [
            "/etc/", "/proc/", "/var/", "/root/", "/boot/", "/dev/",
            "/usr/", "/opt/", "/private/etc", "/library/webserver", "/windows/", "/winnt", "/system32", "/boot.ini", "/win.ini", "/program files", "/xampp", "/wamp", "/apache", "/inetpub", "/php", "/mysql",
            "/documents and settings", "/users/", "/minint", "/logs/", "/log/", "/conf/", "/home/", "/bin/", "/volumes/", "/web/conf", "/sites/default", "/wp-", "/cgi-bin/", "/inc/", "/includes/", "/config", "/.ssh", "/.aws",
            "/.git/", "/web-inf/", "/meta-inf/", "/netserver", "/usr/share/", "/usr/ports", "/msysql", "/lampp", "/sysprep", "/filezilla", "/recycler",
        ],
        StringComparison.OrdinalIgnoreCase);

    private static readonly string[] Secrets =
    [
        "etc/passwd", "etc/shadow", "etc/group", "etc/hosts", "etc/issue", "etc/master.passwd", "boot.ini", "win.ini", "system32/", "/proc/self", "web.config", "wp-config", ".htaccess", ".htpasswd",
        "id_rsa", "/.ssh/", "/.aws/", "/.git/", "web-inf/", ".bash_history", ".mysql_history", "config/sam", "repair/sam", "ntuser.dat", "/etc/sudoers", "php.ini", "my.cnf", "httpd.conf", "access_log", "error_log",
        "access.log", "error.log", ".env\0", "apache2.conf", "nginx.conf", "server.xml", "tomcat-users", "/proc/version", "/proc/cmdline", "phpinfo.php", "unattend", "my.ini", "/configuration.php",
    ];

    private static readonly SearchValues<string> SecretWords = SearchValues.Create(Secrets, StringComparison.OrdinalIgnoreCase);

    private static readonly string[] Kinds =
    [
        ".conf", ".cnf", ".ini", ".log", ".cfg", ".config", ".pid", ".err", ".inc", ".dat", ".pdb", ".passwd", ".old", ".bak", ".sql", ".htpasswd", ".key", ".pem", ".php", ".log.1", ".evt", ".db", "log", ".xml", ".asa", ".sh", ".rc", "rc", "passwd",
    ];

    private const int MaxPath = 512;

    public static void Judge(ReadOnlySpan<char> text, ref InspectionFindings findings)
    {
        // One shape for all: forward slashes, none doubled, no end behind a NUL.
        Span<char> path = stackalloc char[MaxPath];
        var from = Math.Max(0, text.Length - MaxPath + 2);
        var clean = Normalize(text[from..], path);
        foreach (var secret in clean.ContainsAny(SecretWords) ? Secrets : [])
        {
            var found = clean.IndexOf(secret, StringComparison.OrdinalIgnoreCase);
            if (found >= 0 && (found == 0 || secret[0] == '/' || !char.IsAsciiLetterOrDigit(clean[found - 1])) && IsPath(clean, found, secret))
            {
                findings.Add(InspectionRules.PathSecret);
                return;
            }
        }

        if (IsAbsolute(clean) && !clean.Contains(' ') && IsRoot(clean))
        {
            findings.Add(HasKind(clean) ? InspectionRules.PathSystem : InspectionRules.PathRoot);
        }
        else if (IsAbsolute(clean) && clean.Contains(' ') && clean.IndexOf("program files", StringComparison.OrdinalIgnoreCase) is > 0 and < 5 && HasKind(clean))
        {
            findings.Add(InspectionRules.PathSystem);
        }
    }

    /// <summary>The file stands as a path's end, or behind a directory: not as a word of a sentence.</summary>
    private static bool IsPath(ReadOnlySpan<char> path, int found, ReadOnlySpan<char> secret)
    {
        var end = found + secret.Length;
        var isLast = end >= path.Length || !char.IsAsciiLetterOrDigit(path[end]);
        var begin = found;
        while (begin > 0 && path[begin - 1] > ' ')
        {
            begin--;
        }

        var lead = path[begin..found];
        return secret.StartsWith("etc/", StringComparison.Ordinal) ? isLast
            : secret.StartsWith('/') ? lead.IsEmpty || begin == 0
            : (isLast || secret.EndsWith('/')) && (lead.Contains('/') || (begin == 0 && end >= path.Length && secret.EndsWith(".ini", StringComparison.Ordinal) && found > 0))
                && (path[0] is '/' or '.' || lead is [_, ':', ..] || lead.StartsWith("/", StringComparison.Ordinal) || lead.Contains("..", StringComparison.Ordinal));
    }

    private static bool IsRoot(ReadOnlySpan<char> path)
    {
        var root = path[1] == ':' ? path[2..] : path;
        var end = Math.Min(root.Length, 28);
        return root[..end].IndexOfAny(Roots) is 0 || (path[1] == ':' && root[..end].ContainsAny(Roots));
    }

    private static bool HasKind(ReadOnlySpan<char> path)
    {
        var name = path.TrimEnd("\0 \r\n");
        foreach (var kind in Kinds)
        {
            if (name.EndsWith(kind, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return path.StartsWith("/etc/", StringComparison.OrdinalIgnoreCase) || path.StartsWith("/proc/", StringComparison.OrdinalIgnoreCase)
            || path.Contains('\0') || path.Contains("/log", StringComparison.OrdinalIgnoreCase) || path.Contains("/conf", StringComparison.OrdinalIgnoreCase)
            || path.Contains("sessions", StringComparison.OrdinalIgnoreCase) || path.Contains(":/windows", StringComparison.OrdinalIgnoreCase);
    }

    private static bool IsAbsolute(ReadOnlySpan<char> path) =>
        path.Length > 4 && (path[0] == '/' || (char.IsAsciiLetter(path[0]) && path[1] == ':' && path[2] == '/'));

    private static ReadOnlySpan<char> Normalize(ReadOnlySpan<char> text, Span<char> path)
    {
        var length = 0;
        foreach (var c in text)
        {
            var clean = c is '\\' or '\uFFFD' || (c >= '\u0080' && !char.IsLetterOrDigit(c)) ? '/' : c;
            if (clean == '/' && length > 0 && path[length - 1] == '/')
            {
                continue;
            }

            path[length++] = clean;
        }

        return path[..length];
    }
}
