using Microsoft.AspNetCore.Mvc.ModelBinding.Metadata;

namespace ApiSecurity.Errors;

/// <summary>
/// The texts of model binding that would repeat the value. The framework's own are said without it; the application's (a translation)
/// get an ellipsis in its place.
/// </summary>
internal static class BindingMessages
{
    private const string Withheld = "…";

    public static void Apply(DefaultModelBindingMessageProvider messages, Func<bool> isEnforced)
    {
        var framework = new DefaultModelBindingMessageProvider();
        messages.SetAttemptedValueIsInvalidAccessor(Two(messages.AttemptedValueIsInvalidAccessor, framework.AttemptedValueIsInvalidAccessor));
        messages.SetNonPropertyAttemptedValueIsInvalidAccessor(
            One(messages.NonPropertyAttemptedValueIsInvalidAccessor, framework.NonPropertyAttemptedValueIsInvalidAccessor));
        messages.SetValueIsInvalidAccessor(One(messages.ValueIsInvalidAccessor, framework.ValueIsInvalidAccessor));
        messages.SetValueMustNotBeNullAccessor(One(messages.ValueMustNotBeNullAccessor, framework.ValueMustNotBeNullAccessor));

        Func<string, string> One(Func<string, string> current, Func<string, string> original)
        {
            Func<string, string> quiet = current(Withheld) == original(Withheld) ? _ => "The value is not valid." : _ => current(Withheld);
            return value => isEnforced() ? quiet(value) : current(value);
        }

        Func<string, string, string> Two(Func<string, string, string> current, Func<string, string, string> original)
        {
            Func<string, string> quiet = current(Withheld, Withheld) == original(Withheld, Withheld)
                ? field => $"The value is not valid for {field}."
                : field => current(Withheld, field);
            return (value, field) => isEnforced() ? quiet(field) : current(value, field);
        }
    }
}
