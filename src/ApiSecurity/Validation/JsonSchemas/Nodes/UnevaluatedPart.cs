namespace ApiSecurity.Validation;

/// <summary><c>unevaluatedItems</c> or <c>unevaluatedProperties</c>: the schema of what no keyword before has looked at.</summary>
internal sealed class UnevaluatedPart(SchemaEdge schema) : SchemaPart
{
    public override bool Check(ref SchemaRun run, SchemaNode node, int at)
    {
        var frame = run.Frame;
        var token = run.Tape.Tokens[at];
        var isObject = token.Kind == TokenKind.Object;
        var isValid = true;
        var value = at + 1;
        for (var index = 0; index < token.Length; index++)
        {
            value += isObject ? 1 : 0;
            if (!run.Buffer.Bits.Has(frame, index))
            {
                run.Frame = -1;
                var holds = schema.Check(ref run, value);
                run.Frame = frame;
                run.Buffer.Bits.Set(frame, index);
                if (!holds)
                {
                    isValid = false;
                    if (run.EndsAtFailure)
                    {
                        return false;
                    }
                }
            }

            value = run.Tape.Tokens[value].Link;
        }

        return isValid;
    }
}
