using System.Collections.Frozen;

namespace ApiSecurity.Validation;

internal enum CommandKind
{
    None,

    /// <summary>A name that is a command and nothing else: uname, wget, ifconfig.</summary>
    Tool,

    /// <summary>A word of a language, too: echo, find, type.</summary>
    Word,
}

/// <summary>What shells and their systems come with.</summary>
internal static class ShellCommands
{
    private static readonly FrozenDictionary<string, CommandKind> Names = Build();
    private static readonly FrozenDictionary<string, CommandKind>.AlternateLookup<ReadOnlySpan<char>> Lookup = Names.GetAlternateLookup<ReadOnlySpan<char>>();

    public static CommandKind Find(ReadOnlySpan<char> name)
    {
        if (name.EndsWith(".exe", StringComparison.OrdinalIgnoreCase))
        {
            name = name[..^4];
        }

        return Lookup.TryGetValue(name, out var kind) ? kind : CommandKind.None;
    }

    private static FrozenDictionary<string, CommandKind> Build()
    {
        var names = new Dictionary<string, CommandKind>(StringComparer.OrdinalIgnoreCase);
        Add(
            CommandKind.Tool,
            "ls cat uname whoami wget curl nc ncat netcat bash sh zsh ksh csh dash perl python python2 python3 php ruby node lua gcc ifconfig ipconfig netstat nslookup traceroute tracert arp ps grep egrep fgrep awk gawk sed chmod chown chgrp mkdir rmdir rm cp mv ln tar gzip unzip xxd base64 telnet ssh scp sftp ftp tftp ping ping6 getent printenv env id pwd sudo su passwd useradd adduser crontab systemctl df du lsof mknod mkfifo nohup tac rev tee xargs objdump cmd powershell pwsh certutil bitsadmin mshta rundll32 regsvr32 wmic cscript wscript taskkill tasklist systeminfo schtasks net net1 reg sysinfo attrib del dir phpinfo system exec passthru shell_exec popen proc_open lynx nmap socat openssl docker kubectl hostname ss dmesg uptime lsmod md5sum strings vim vi nano less");
        Add(
            CommandKind.Word,
            "echo find type timeout time date who sleep kill more head tail sort cut test touch man at ver set copy move start reboot shutdown halt file which locate last history export alias read printf source w finger host dig route ip mount service install make split join look watch nl od nice users groups");
        return names.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

        void Add(CommandKind kind, string list)
        {
            foreach (var name in list.Split(' '))
            {
                names.TryAdd(name, kind);
            }
        }
    }
}
