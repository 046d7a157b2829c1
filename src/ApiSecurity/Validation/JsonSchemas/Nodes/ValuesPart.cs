namespace ApiSecurity.Validation;

/// <summary><c>enum</c> or <c>const</c>.</summary>
internal sealed class ValuesPart(ValueSet values, string keyword) : SchemaPart
{
    public override bool Check(ref SchemaRun run, SchemaNode node, int at)
    {
        if (values.Has(ref run, at))
        {
            return true;
        }

        run.Fail(node, keyword, at, keyword == "const" ? Messages.Const : Messages.Enum);
        return false;
    }
}
