using System.Globalization;
using System.Text;

namespace ApiSecurity.Validation;

/// <summary>Where a reader is, kept as offsets; made a text only for what is told.</summary>
internal ref struct JsonPlace(Span<JsonPlace.Step> steps)
{
    private readonly Span<Step> _steps = steps;
    private int _depth;

    public void Enter(bool isArray)
    {
        Item();
        if (_depth < _steps.Length)
        {
            _steps[_depth] = new Step { Index = isArray ? -1 : -2 };
        }

        _depth++;
    }

    public void Leave() => _depth--;

    public readonly void Name(int start, int length)
    {
        if (_depth is > 0 && _depth <= _steps.Length)
        {
            _steps[_depth - 1].Start = start;
            _steps[_depth - 1].Length = length;
        }
    }

    /// <summary>A value begins: the next of its array, if it is in one.</summary>
    public readonly void Item()
    {
        if (_depth is > 0 && _depth <= _steps.Length && _steps[_depth - 1].Index > -2)
        {
            _steps[_depth - 1].Index++;
        }
    }

    /// <summary><c>body:/lines/0/note</c>; a name that is not plain may be part of the attack, and is <c>?</c>.</summary>
    public readonly string Text(ReadOnlySpan<byte> json)
    {
        var text = new StringBuilder("body:");
        foreach (var step in _steps[..Math.Min(_depth, _steps.Length)])
        {
            text.Append('/');
            if (step.Index > -2)
            {
                text.Append(CultureInfo.InvariantCulture, $"{step.Index}");
                continue;
            }

            var name = json.Slice(step.Start, step.Length);
            text.Append(IsPlain(name) ? Encoding.ASCII.GetString(name) : "?");
        }

        return text.ToString();
    }

    private static bool IsPlain(ReadOnlySpan<byte> name)
    {
        foreach (var b in name)
        {
            if (!char.IsAsciiLetterOrDigit((char)b) && b is not ((byte)'_' or (byte)'-' or (byte)'.'))
            {
                return false;
            }
        }

        return name.Length is > 0 and <= 64;
    }

    internal struct Step
    {
        public int Start;
        public int Length;
        public int Index;
    }
}
