namespace ApiSecurity.Validation;

internal static class NumberKeywords
{
    public static NumberPart? Compile(SchemaSource source)
    {
        var isDraft4 = source.Draft == JsonSchemaDraft.Draft4;
        var (minimum, maximum) = (source.Number("minimum"), source.Number("maximum"));
        var (above, below) = isDraft4 ? (null, null) : (source.Number("exclusiveMinimum"), source.Number("exclusiveMaximum"));
        if (isDraft4 && source.IsTrue("exclusiveMinimum"))
        {
            (minimum, above) = (null, minimum);
        }

        if (isDraft4 && source.IsTrue("exclusiveMaximum"))
        {
            (maximum, below) = (null, maximum);
        }

        var divisor = source.Number("multipleOf");
        if (divisor is not null && (ExactNumber.Parse(divisor).IsZero || ExactNumber.Parse(divisor).IsNegative))
        {
            throw source.Error("multipleOf", "It must be greater than 0.");
        }

        return (minimum ?? above ?? maximum ?? below ?? divisor) is null ? null : new NumberPart
        {
            Minimum = Limit(minimum),
            Above = Limit(above),
            Maximum = Limit(maximum),
            Below = Limit(below),
            Divisor = divisor is null ? null : new NumberDivisor(divisor),
            IsDraft4 = isDraft4,
        };
    }

    private static NumberLimit? Limit(byte[]? text) => text is null ? null : new NumberLimit(text);
}
