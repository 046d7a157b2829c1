namespace ApiSecurity.Validation;

/// <summary>
/// One schema, compiled: what types it allows, and its keywords by the type that they speak of, so that a value meets only those
/// that mean it.
/// </summary>
internal sealed class SchemaNode(int id, string location, SchemaScope scope)
{
    private bool _isLeaf = true;
    private SchemaNode? _alias;

    /// <summary>The canonical address: the resource's URI and a pointer in it.</summary>
    public string Location => location;

    public SchemaScope Scope => scope;

    public JsonTypes Types { get; set; } = JsonTypes.All;

    /// <summary>Whether it is the schema <c>false</c>.</summary>
    public bool IsNever { get; set; }

    /// <summary>Whether several ways lead here, so that it can be asked about the same value again.</summary>
    public bool IsShared { get; set; }

    public SchemaPart? Numbers { get; set; }

    public SchemaPart? Texts { get; set; }

    public SchemaPart? Arrays { get; set; }

    public SchemaPart? Objects { get; set; }

    /// <summary>What speaks of values of all types: <c>enum</c>, references, branches.</summary>
    public SchemaPart[] Others { get; set; } = [];

    /// <summary><c>unevaluatedItems</c> and <c>unevaluatedProperties</c>, which come last.</summary>
    public SchemaPart? UnevaluatedItems { get; set; }

    public SchemaPart? UnevaluatedMembers { get; set; }

    /// <summary>Whether a check of it is short: it does not go into what a value holds.</summary>
    public bool IsShallow => _alias is null ? Arrays is null && Objects is null && Array.TrueForAll(Others, part => part is ValuesPart) : _alias.IsShallow;

    public void Complete()
    {
        var hasParts = Numbers is not null || Texts is not null || Arrays is not null || Objects is not null || UnevaluatedItems is not null || UnevaluatedMembers is not null;
        _isLeaf = !hasParts && Others.Length == 0;
        _alias = !hasParts && Types == JsonTypes.All && Others is [ReferencePart reference] ? reference.Target : null;
    }

    /// <summary>Goes to the end of a chain of references; if the nodes that were compiled last go first, that is one step for each.</summary>
    public void Shorten()
    {
        while (_alias?._alias is not null)
        {
            _alias = _alias._alias;
        }
    }

    public bool Check(ref SchemaRun run, int at)
    {
        if (_alias is not null && run.Report is null && run.Scopes is null)
        {
            // A schema that only refers to another one is that one, where nobody asks for the way.
            return run.Spend() && _alias.Check(ref run, at);
        }

        var kind = run.Tape.Tokens[at].Kind;
        if (!run.Spend())
        {
            return false;
        }

        var isValid = true;
        if (((int)Types & (1 << (int)kind)) == 0 && !IsWhole(ref run, kind, at))
        {
            isValid = false;
            if (run.Report is null)
            {
                return false;
            }

            if (!(IsNever ? run.Fail(this, string.Empty, at, Messages.Never) : run.Fail(this, "type", at, Messages.Type(Types))))
            {
                return false;
            }
        }

        if (_isLeaf)
        {
            return isValid;
        }

        if (kind < TokenKind.Array && Others.Length == 0)
        {
            // What holds nothing needs no care.
            var part = kind switch
            {
                TokenKind.Text => Texts,
                TokenKind.Number => Numbers,
                _ => null,
            };
            return (part is null || part.Check(ref run, this, at)) & isValid;
        }

        return Remembers(ref run, kind) ? CheckOnce(ref run, kind, at) : CheckAll(ref run, kind, at) & isValid;
    }

    private bool IsWhole(ref SchemaRun run, TokenKind kind, int at)
    {
        if (kind != TokenKind.Number || (Types & (JsonTypes.Whole | JsonTypes.WrittenWhole)) == 0)
        {
            return false;
        }

        var number = run.Tape.Raw(at);
        return number.IndexOfAny((byte)'.', (byte)'e', (byte)'E') < 0 || ((Types & JsonTypes.Whole) != 0 && ExactNumber.Parse(number).IsWhole);
    }

    /// <summary>What was found out of a value counts again, where it does not depend on the way here and nobody asks what was evaluated.</summary>
    private bool Remembers(ref SchemaRun run, TokenKind kind) =>
        run.IsLong && IsShared && kind is TokenKind.Array or TokenKind.Object && run.Frame < 0 && run.Report is null && run.Scopes is null;

    private bool CheckOnce(ref SchemaRun run, TokenKind kind, int at)
    {
        if (!run.Buffer.Judgements.TryFind(id, at, out var isValid))
        {
            isValid = CheckAll(ref run, kind, at);
            run.Buffer.Judgements.Add(id, at, isValid);
        }

        return isValid;
    }

    private bool CheckAll(ref SchemaRun run, TokenKind kind, int at)
    {
        if (!run.Enter())
        {
            return false;
        }

        var isEntered = run.Scopes is not null && run.Scopes.Push(scope);
        var unevaluated = kind switch
        {
            TokenKind.Array => UnevaluatedItems,
            TokenKind.Object => UnevaluatedMembers,
            _ => null,
        };
        var isValid = unevaluated is null ? CheckParts(ref run, kind, at) : CheckUnevaluated(ref run, unevaluated, kind, at);
        if (isEntered)
        {
            run.Scopes!.Pop();
        }

        run.Leave();
        return isValid;
    }

    private bool CheckParts(ref SchemaRun run, TokenKind kind, int at)
    {
        var part = kind switch
        {
            TokenKind.Object => Objects,
            TokenKind.Array => Arrays,
            TokenKind.Text or TokenKind.Name => Texts,
            TokenKind.Number => Numbers,
            _ => null,
        };
        var isValid = part is null || part.Check(ref run, this, at);
        foreach (var other in Others)
        {
            if (!isValid && run.EndsAtFailure)
            {
                return false;
            }

            isValid &= other.Check(ref run, this, at);
        }

        return isValid;
    }

    private bool CheckUnevaluated(ref SchemaRun run, SchemaPart unevaluated, TokenKind kind, int at)
    {
        var words = BitStack.WordsFor(run.Tape.Tokens[at].Length);
        var outer = run.Frame;
        var own = run.Buffer.Bits.Push(words);
        run.Frame = own;
        var isValid = CheckParts(ref run, kind, at);
        if (isValid || !run.EndsAtFailure)
        {
            isValid &= unevaluated.Check(ref run, this, at);
        }

        if (outer >= 0 && isValid)
        {
            run.Buffer.Bits.Merge(own, outer, words);
        }

        run.Frame = outer;
        run.Buffer.Bits.Pop(own);
        return isValid;
    }
}
