using System.ComponentModel.DataAnnotations;
using System.Globalization;
using NJsonSchema;

namespace ApiSecurity.Validation;

/// <summary>Makes constraints of a member's schema; where a keyword came from a DataAnnotation, the annotation itself decides and speaks.</summary>
internal sealed class ConstraintFactory(RuleAttributes attributes, NJsonSchema.JsonSchema? schema, string name)
{
    public ValueConstraint[] ForText()
    {
        var constraints = new List<ValueConstraint>();
        foreach (var attribute in attributes.Rules)
        {
            if (attribute is RegularExpressionAttribute expression)
            {
                constraints.Add(Pattern(expression));
            }
            else if (attribute is RangeAttribute range)
            {
                constraints.Add(Range(range));
            }
            else if (AnnotationCodes.ForText(attribute) is { } code)
            {
                constraints.Add(new ValueConstraint(code, attribute.IsValid, Message(attribute)));
            }
        }

        AddTextKeywords(constraints);
        return [.. constraints];
    }

    public ValueConstraint[] ForNumber()
    {
        var constraints = ForValue();
        if (schema is null || attributes.Rules.OfType<RangeAttribute>().Any())
        {
            return constraints;
        }

        return
        [
            .. constraints,
            .. Limit(ViolationCodes.Minimum, schema.Minimum, (value, limit) => value >= limit, "at least"),
            .. Limit(ViolationCodes.Maximum, schema.Maximum, (value, limit) => value <= limit, "at most"),
            .. Limit("exclusiveMinimum", schema.ExclusiveMinimum, (value, limit) => value > limit, "more than"),
            .. Limit("exclusiveMaximum", schema.ExclusiveMaximum, (value, limit) => value < limit, "less than"),
            .. Limit(ViolationCodes.MultipleOf, schema.MultipleOf, (value, step) => step == 0 || value % step == 0, "a multiple of"),
        ];
    }

    /// <summary>Dates, ids, enums, booleans: annotations only, no keyword applies.</summary>
    public ValueConstraint[] ForValue() =>
    [
        .. attributes.Rules.OfType<RangeAttribute>().Select(Range),
        .. attributes.Rules.Where(rule => rule is AllowedValuesAttribute or DeniedValuesAttribute or EnumDataTypeAttribute)
            .Select(rule => new ValueConstraint(AnnotationCodes.Enum, rule.IsValid, Message(rule))),
        .. attributes.Rules.OfType<RegularExpressionAttribute>().Select(Pattern),
    ];

    /// <summary>Base64 text that becomes bytes: their number counts.</summary>
    public ValueConstraint[] ForBytes() =>
        [.. ForValue(), .. ForCount().Select(limit => new ValueConstraint(_ => limit.BytesCode, value => limit.Holds(((byte[])value).Length), limit.Detail))];

    public CountConstraint[] ForCount()
    {
        var constraints = new List<CountConstraint>();
        foreach (var attribute in attributes.Rules)
        {
            switch (attribute)
            {
                case MinLengthAttribute minimum:
                    constraints.Add(new CountConstraint(ViolationCodes.MinItems, count => count >= minimum.Length, Message(attribute)));
                    break;
                case MaxLengthAttribute { Length: > 0 } maximum:
                    constraints.Add(new CountConstraint(ViolationCodes.MaxItems, count => count <= maximum.Length, Message(attribute)));
                    break;
                case LengthAttribute length:
                    constraints.Add(new CountConstraint(ViolationCodes.MinItems, count => count >= length.MinimumLength, Message(attribute)));
                    constraints.Add(new CountConstraint(ViolationCodes.MaxItems, count => count <= length.MaximumLength, Message(attribute)));
                    break;
            }
        }

        return [.. constraints];
    }

    private ValueConstraint Range(RangeAttribute range)
    {
        var limits = new RangeLimits(range);
        return new ValueConstraint(limits.Code, limits.Holds, Message(range));
    }

    private PatternConstraint Pattern(RegularExpressionAttribute expression)
    {
        // A pattern of an attribute that was derived may be decided by code of its own; the rest is matched in linear time where that goes.
        if (expression.GetType().Assembly != typeof(RegularExpressionAttribute).Assembly)
        {
            return new PatternConstraint(expression.IsValid, Message(expression));
        }

        var pattern = new WholePattern(expression.Pattern, expression.MatchTimeoutInMilliseconds);
        return new PatternConstraint(
            value => Convert.ToString(value, CultureInfo.CurrentCulture) is not { Length: > 0 } text || pattern.Matches(text),
            Message(expression));
    }

    private Func<string> Message(ValidationAttribute attribute) => attributes.Message(attribute, name);

    private void AddTextKeywords(List<ValueConstraint> constraints)
    {
        if (schema is null)
        {
            return;
        }

        if (schema.MinLength is > 0 and var minimum && !Has<RequiredAttribute>() && !Has<StringLengthAttribute>() && !Has<MinLengthAttribute>())
        {
            constraints.Add(new ValueConstraint(
                _ => ViolationCodes.MinLength, value => ((string)value).Length >= minimum, () => Number("The value must have at least {0} characters.", minimum)));
        }

        if (schema.MaxLength is > 0 and var maximum && !Has<StringLengthAttribute>() && !Has<MaxLengthAttribute>())
        {
            constraints.Add(new ValueConstraint(
                _ => ViolationCodes.MaxLength, value => ((string)value).Length <= maximum, () => Number("The value must have at most {0} characters.", maximum)));
        }
    }

    private static IEnumerable<ValueConstraint> Limit(string code, decimal? limit, Func<decimal, decimal, bool> holds, string words)
    {
        if (limit is { } is_)
        {
            yield return new ValueConstraint(
                _ => code,
                value => value is double or float
                    ? holds((decimal)Math.Clamp(Convert.ToDouble(value, CultureInfo.InvariantCulture), -7.9e28, 7.9e28), is_)
                    : holds(Convert.ToDecimal(value, CultureInfo.InvariantCulture), is_),
                () => Number($"The value must be {words} {{0}}.", is_));
        }
    }

    private bool Has<TAttribute>()
        where TAttribute : ValidationAttribute => attributes.Rules.OfType<TAttribute>().Any();

    private static string Number(string format, decimal number) => string.Format(CultureInfo.InvariantCulture, format, number);
}
