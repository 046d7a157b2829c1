using System.Collections;
using System.ComponentModel.DataAnnotations;
using System.Reflection;
using ApiSecurity.Pipeline;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ApiSecurity;

/// <summary>Runs every check of every feature and tells all errors at once.</summary>
internal sealed class ApiSecurityOptionsValidator(IServiceProvider services) : IValidateOptions<ApiSecurityOptions>
{
    public ValidateOptionsResult Validate(string? name, ApiSecurityOptions options)
    {
        var errors = new ConfigurationErrors(ApiSecurityOptions.SectionName);
        CheckMode(options.Mode, errors);
        foreach (var (key, feature) in options.Features())
        {
            var below = errors.Below(key);
            OptOut.CheckReason(feature.DisabledReason, below, "Say why the feature is off, or remove the key to leave it on.");

            CheckMode(feature.Mode ?? options.Mode, below);
            if (CheckAnnotations(feature, below))
            {
                CheckRules(feature, below);
            }
        }

        string[] all = [.. options.BindingErrors, .. errors.Messages];
        return all.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(all);
    }

    private static void CheckMode(ApiSecurityMode mode, ConfigurationErrors errors)
    {
        if (!Enum.IsDefined(mode))
        {
            errors.Add("Mode", "is no mode", "Write Enforce or Report.");
        }
    }

    private void CheckRules(FeatureOptions feature, ConfigurationErrors errors)
    {
        // The type of the options is known at run time only; each feature registers its rules under it.
        var type = typeof(IOptionsRule<>).MakeGenericType(feature.GetType());
        var check = type.GetMethod(nameof(IOptionsRule<>.Check))!;
        foreach (var rule in services.GetServices(type))
        {
            check.Invoke(rule, BindingFlags.DoNotWrapExceptions, null, [feature, errors], null);
        }
    }

    /// <returns>Whether there is a value everywhere, so that the rules need not ask.</returns>
    private static bool CheckAnnotations(object value, ConfigurationErrors errors)
    {
        var isWhole = true;
        foreach (var property in ConfigurationShape.BindableProperties(value.GetType()))
        {
            var current = property.GetValue(value);
            var context = new ValidationContext(value) { MemberName = property.Name, DisplayName = property.Name };
            var results = new List<ValidationResult>();
            if (!Validator.TryValidateProperty(current, context, results))
            {
                foreach (var result in results)
                {
                    errors.Add(property.Name, "is not valid", result.ErrorMessage ?? "See the documentation of the key.");
                }
            }

            isWhole &= current is null || CheckNested(property.Name, current, errors);
        }

        return isWhole;
    }

    private static bool CheckNested(string key, object? value, ConfigurationErrors errors)
    {
        var isWhole = true;
        switch (value)
        {
            case null:
                errors.Add(key, "is null", "Write a value, or remove the entry.");
                return false;
            case string or ValueType or Uri or Delegate:
                break;
            case IDictionary dictionary:
                foreach (DictionaryEntry entry in dictionary)
                {
                    isWhole &= CheckNested($"{key}:{entry.Key}", entry.Value, errors);
                }

                break;
            case IEnumerable items:
                var index = 0;
                foreach (var item in items)
                {
                    isWhole &= CheckNested($"{key}:{index++}", item, errors);
                }

                break;
            default:
                if (value.GetType().Assembly == typeof(FeatureOptions).Assembly)
                {
                    isWhole &= CheckAnnotations(value, errors.Below(key));
                }

                break;
        }

        return isWhole;
    }
}
