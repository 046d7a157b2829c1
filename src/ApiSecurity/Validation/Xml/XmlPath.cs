using System.Globalization;
using System.Text;

namespace ApiSecurity.Validation;

/// <summary>Where in a document a reader is: <c>/order/line[2]</c>.</summary>
internal sealed class XmlPath
{
    private readonly List<Level> _levels = [];
    private int _depth;

    /// <summary>An element begins.</summary>
    public void Enter(int depth, string name)
    {
        while (_levels.Count <= depth + 1)
        {
            _levels.Add(new Level());
        }

        _levels[depth].Enter(IsPlain(name) ? name : "*");
        // Those below begin to count anew.
        _levels[depth + 1].Clear();
        _depth = depth + 1;
    }

    /// <summary>An element ends; the path is still its own.</summary>
    public void Leave(int depth) => _depth = depth + 1;

    /// <summary>Names are the client's: one that is no plain word is not repeated.</summary>
    private static bool IsPlain(string name) => name.Length <= 64 && name.All(static letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-' or '.');

    public override string ToString()
    {
        var path = new StringBuilder();
        for (var index = 0; index < _depth && path.Length < 4096; index++)
        {
            _levels[index].Write(path);
        }

        return path.ToString();
    }

    private sealed class Level
    {
        private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);
        private string _name = string.Empty;

        public void Enter(string name)
        {
            _name = name;
            _counts[name] = _counts.GetValueOrDefault(name) + 1;
        }

        public void Clear() => _counts.Clear();

        public void Write(StringBuilder path)
        {
            path.Append('/').Append(_name);
            if (_counts.GetValueOrDefault(_name) is > 1 and var count)
            {
                path.Append(CultureInfo.InvariantCulture, $"[{count}]");
            }
        }
    }
}
