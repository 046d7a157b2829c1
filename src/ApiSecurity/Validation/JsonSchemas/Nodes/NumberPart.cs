namespace ApiSecurity.Validation;

internal sealed class NumberPart : SchemaPart
{
    public NumberLimit? Minimum { get; init; }

    public NumberLimit? Above { get; init; }

    public NumberLimit? Maximum { get; init; }

    public NumberLimit? Below { get; init; }

    public NumberDivisor? Divisor { get; init; }

    /// <summary>In draft 4 <c>exclusiveMinimum</c> and <c>exclusiveMaximum</c> say how the limit beside them is meant.</summary>
    public bool IsDraft4 { get; init; }

    public override bool Check(ref SchemaRun run, SchemaNode node, int at)
    {
        var number = run.Tape.Raw(at);
        var isValid = true;
        if (Minimum is not null && Minimum.Order(number) < 0)
        {
            isValid = false;
            run.Fail(node, "minimum", at, Messages.Minimum);
        }

        if (Above is not null && Above.Order(number) <= 0)
        {
            isValid = false;
            run.Fail(node, IsDraft4 ? "minimum" : "exclusiveMinimum", at, Messages.Minimum);
        }

        if (Maximum is not null && Maximum.Order(number) > 0)
        {
            isValid = false;
            run.Fail(node, "maximum", at, Messages.Maximum);
        }

        if (Below is not null && Below.Order(number) >= 0)
        {
            isValid = false;
            run.Fail(node, IsDraft4 ? "maximum" : "exclusiveMaximum", at, Messages.Maximum);
        }

        if (Divisor is not null && !Divisor.Divides(number))
        {
            isValid = false;
            run.Fail(node, "multipleOf", at, Messages.MultipleOf);
        }

        return isValid;
    }
}
