using System.Globalization;
using System.Text;

namespace ApiSecurity.Validation;

/// <summary>One body's check: where in it we are, and what was found.</summary>
internal sealed class ValidationRun(int maxViolations)
{
    /// <summary>How long the patterns of one body may take together; the last one that is begun in time has a limit of its own.</summary>
    private static readonly TimeSpan LongestPatterns = TimeSpan.FromMilliseconds(500);

    private const int MaxEchoedName = 64;
    private const int MaxLoggedName = 32;
    private const int MaxLoggedDigits = 3;

    private readonly List<Violation> _violations = [];
    private Step[] _path = new Step[8];
    private int _depth;
    private TimeSpan _spent;

    public IReadOnlyList<Violation> Violations => _violations;

    public bool IsFull => _violations.Count >= maxViolations;

    /// <summary>Whether no more patterns are tried: what was not looked at is not right.</summary>
    public bool IsOutOfTime => _spent >= LongestPatterns;

    public void Spend(TimeSpan time) => _spent += time;

    public bool HasUnknownMember { get; private set; }

    /// <summary>Goes down to a member that the type has.</summary>
    public void Push(string name, string member) => Push(new Step(name, member, -1, Chosen: false));

    public void PushItem(int index) => Push(new Step(null, null, index, Chosen: false));

    /// <summary>Goes down to a member whose name the client chose; told only where it can do no harm.</summary>
    /// <param name="name">The name.</param>
    /// <param name="isKey">Whether it is a dictionary's key, and so data.</param>
    public void PushChosen(string name, bool isKey) => Push(IsPlain(name)
        ? new Step(name, isKey ? $"[{name}]" : name, -1, Chosen: isKey || !LooksLikeName(name))
        : new Step(null, null, -1, Chosen: true));

    public void Pop() => _depth--;

    public void Add(string code, string detail)
    {
        HasUnknownMember |= code == ViolationCodes.UnknownMember;
        if (!IsFull)
        {
            _violations.Add(new Violation(Pointer(forOperator: false), code, detail, Member(), Pointer(forOperator: true)));
        }
    }

    /// <summary>The body as a whole can't be read; what was found so far counts no more.</summary>
    public void Malformed(string code, string detail)
    {
        _violations.Clear();
        _depth = 0;
        HasUnknownMember = false;
        _violations.Add(new Violation(string.Empty, code, detail, "$", string.Empty));
    }

    private void Push(Step step)
    {
        if (_depth == _path.Length)
        {
            Array.Resize(ref _path, _depth * 2);
        }

        _path[_depth++] = step;
    }

    private string Pointer(bool forOperator)
    {
        var pointer = new StringBuilder();
        foreach (var step in _path.AsSpan(0, _depth))
        {
            if (step.Index >= 0)
            {
                pointer.Append('/').Append(step.Index);
            }
            else if (forOperator && step.Chosen)
            {
                pointer.Append("/*");
            }
            else if (step.Name is null)
            {
                break;
            }
            else
            {
                pointer.Append('/').Append(step.Name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal));
            }
        }

        return pointer.ToString();
    }

    private string Member()
    {
        var member = new StringBuilder();
        foreach (var step in _path.AsSpan(0, _depth))
        {
            if (step.Index >= 0)
            {
                member.Append(CultureInfo.InvariantCulture, $"[{step.Index}]");
            }
            else if (step.Member is null)
            {
                break;
            }
            else
            {
                member.Append(member.Length == 0 || step.Member[0] == '[' ? string.Empty : ".").Append(step.Member);
            }
        }

        return member.ToString();
    }

    /// <summary>Whether a name that the client chose may be repeated to it.</summary>
    public static bool IsPlain(string name) =>
        name.Length is > 0 and <= MaxEchoedName && !name.AsSpan().ContainsAnyExcept(PlainCharacters);

    /// <summary>Numbers of accounts and cards, tokens and ids stay out of the log, also where a client sends them as names.</summary>
    public static bool LooksLikeName(string name) => name.Length <= MaxLoggedName && name.Count(char.IsAsciiDigit) <= MaxLoggedDigits;

    private static readonly System.Buffers.SearchValues<char> PlainCharacters =
        System.Buffers.SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-$");

    private readonly record struct Step(string? Name, string? Member, int Index, bool Chosen);
}
