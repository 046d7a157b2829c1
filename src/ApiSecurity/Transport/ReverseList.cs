using Microsoft.Extensions.Primitives;

namespace ApiSecurity.Transport;

/// <summary>Takes the members off a comma-separated list, from the right; several lines of a header are one list (RFC 9110 section 5.3).</summary>
internal ref struct ReverseList(StringValues lines)
{
    private int _line = lines.Count;
    private ReadOnlySpan<char> _rest;

    public bool TryTake(out ReadOnlySpan<char> member)
    {
        while (true)
        {
            if (_rest.IsEmpty)
            {
                if (_line == 0)
                {
                    member = [];
                    return false;
                }

                _rest = lines[--_line];
                continue;
            }

            var comma = _rest.LastIndexOf(',');
            member = _rest[(comma + 1)..].Trim(" \t");
            _rest = comma < 0 ? [] : _rest[..comma];
            if (!member.IsEmpty)
            {
                return true;
            }
        }
    }
}
