using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Json.Serialization.Metadata;

namespace ApiSecurity.Validation;

/// <summary>The DataAnnotations of one member: those of the property, and of the constructor parameter that sets it (records).</summary>
internal sealed class RuleAttributes
{
    private readonly MemberInfo? _member;
    private readonly DisplayAttribute? _display;
    private readonly string? _displayName;

    public RuleAttributes(JsonPropertyInfo property)
    {
        _member = property.AttributeProvider as MemberInfo;
        var parameter = property.AssociatedParameter?.AttributeProvider as ParameterInfo;
        Attribute[] all =
        [
            .. _member is null ? [] : Attribute.GetCustomAttributes(_member, inherit: true),
            .. parameter is null ? [] : Attribute.GetCustomAttributes(parameter, inherit: true),
        ];
        Rules = [.. all.OfType<ValidationAttribute>()];
        _display = all.OfType<DisplayAttribute>().FirstOrDefault();
        _displayName = all.OfType<DisplayNameAttribute>().FirstOrDefault()?.DisplayName;
    }

    public IReadOnlyList<ValidationAttribute> Rules { get; }

    public bool IsRequired => Rules.OfType<RequiredAttribute>().Any();

    /// <summary>The CLR name, which ASP.NET Core uses as the member's key in <c>errors</c>.</summary>
    public string? MemberName => _member?.Name;

    /// <summary>The attribute's own text, in the language of the request.</summary>
    public Func<string> Message(ValidationAttribute attribute, string jsonName) =>
        () => attribute.FormatErrorMessage(_display?.GetName() ?? _displayName ?? MemberName ?? jsonName);

    /// <summary>The text that ASP.NET Core has for a member without a value.</summary>
    public Func<string> MissingMessage(string jsonName) =>
        Message(Rules.OfType<RequiredAttribute>().FirstOrDefault() ?? DefaultRequired, jsonName);

    private static readonly RequiredAttribute DefaultRequired = new();
}
