using System.Text.Json;

namespace ApiSecurity.Validation;

/// <summary><c>enum</c> and <c>const</c>: texts are found by hash, what else there is by comparing.</summary>
internal sealed class ValueSet
{
    private readonly NameTable _texts = new();
    private readonly Dictionary<ulong, List<Constant>> _others = [];
    private readonly int _literals;

    public ValueSet(IEnumerable<JsonElement> values)
    {
        var run = SchemaRun.ForConstants();
        foreach (var value in values)
        {
            var constant = new Constant(value);
            switch (constant.Kind)
            {
                case TokenKind.Text:
                    var buffer = Array.Empty<byte>();
                    _texts.Add(constant.Tape.TextOf(0, ref buffer));
                    break;
                case TokenKind.Number or TokenKind.Array or TokenKind.Object:
                    var hash = ValueHash.Of(ref run, constant.Tape, 0);
                    (_others.TryGetValue(hash, out var list) ? list : _others[hash] = []).Add(constant);
                    break;
                default:
                    _literals |= 1 << (int)constant.Kind;
                    break;
            }
        }
    }

    public bool Has(ref SchemaRun run, int at)
    {
        var kind = run.Tape.Tokens[at].Kind;
        switch (kind)
        {
            case TokenKind.Text or TokenKind.Name:
                var text = run.Tape.TextOf(at, ref run.Buffer.Scratch);
                return _texts.Find(text, NameTable.HashOf(text)) >= 0;
            case TokenKind.Number or TokenKind.Array or TokenKind.Object:
                return _others.Count > 0 && HasOther(ref run, at);
            default:
                return (_literals & (1 << (int)kind)) != 0;
        }
    }

    private bool HasOther(ref SchemaRun run, int at)
    {
        if (!_others.TryGetValue(ValueHash.Of(ref run, run.Tape, at), out var constants))
        {
            return false;
        }

        foreach (var constant in constants)
        {
            if (ValueEquality.AreEqual(ref run, run.Tape, at, constant.Tape, 0))
            {
                return true;
            }
        }

        return false;
    }
}
