using System.Buffers;
using System.Globalization;
using System.Text;

namespace ApiSecurity.Authorization;

/// <summary>Where in a body we are.</summary>
internal sealed class BodyPath
{
    private const int MaxEchoedName = 64;
    private static readonly SearchValues<char> Plain = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-$");

    private readonly List<(string? Name, int Index, bool IsChosen)> _steps = [];

    public void Push(string name) => _steps.Add((name, -1, false));

    public void Push(int index) => _steps.Add((null, index, false));

    /// <summary>A dictionary's key, which the client chose.</summary>
    public void PushKey(string key) => _steps.Add((key, -1, true));

    public void Pop() => _steps.RemoveAt(_steps.Count - 1);

    /// <summary>The JSON pointer (RFC 6901); a key that could do harm where it is shown ends it.</summary>
    /// <param name="forOperator">Whether keys are left out.</param>
    public string ToPointer(bool forOperator)
    {
        var pointer = new StringBuilder();
        foreach (var (name, index, isChosen) in _steps)
        {
            if (name is null)
            {
                pointer.Append('/').Append(index.ToString(CultureInfo.InvariantCulture));
            }
            else if (isChosen && forOperator)
            {
                pointer.Append("/*");
            }
            else if (isChosen && (name.Length is 0 or > MaxEchoedName || name.AsSpan().ContainsAnyExcept(Plain)))
            {
                break;
            }
            else
            {
                pointer.Append('/').Append(name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal));
            }
        }

        return pointer.ToString();
    }
}
