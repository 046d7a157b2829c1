using ApiSecurity.Pipeline;

namespace ApiSecurity.Authentication;

/// <summary>The identifier of a covered component, with the parameters that the RFC knows (RFC 9421 section 2).</summary>
internal sealed class SignatureComponent
{
    private SignatureComponent(string name) => Name = name;

    public string Name { get; }

    /// <summary>One member of a field that is a dictionary, instead of the whole.</summary>
    public string? Key { get; private set; }

    /// <summary>The name of a query parameter.</summary>
    public string? Parameter { get; private set; }

    /// <summary>The field is written anew, in canonical form.</summary>
    public bool IsStrict { get; private set; }

    /// <summary>The field's lines are covered as bytes, each by itself.</summary>
    public bool IsBinary { get; private set; }

    public bool IsDerived => Name[0] == '@';

    /// <summary>Tells components apart: their parameters have no order (section 2).</summary>
    public (string, bool, bool, string?, string?) Identity => (Name, IsStrict, IsBinary, Key, Parameter);

    /// <returns>The component; <see langword="null"/> for one that the RFC does not know, or not for requests (<c>req</c>, <c>tr</c>).</returns>
    public static SignatureComponent? Read(StructuredItem item)
    {
        if (item.Value is not { Type: StructuredFieldType.String, Text: { Length: > 0 } name } || !IsName(name) || item.Parameters.HasDuplicates)
        {
            return null;
        }

        var component = new SignatureComponent(name);
        for (var index = 0; index < item.Parameters.Count; index++)
        {
            if (!component.Take(item.Parameters[index].Key, item.Parameters[index].Value))
            {
                return null;
            }
        }

        return component.IsConsistent() ? component : null;
    }

    private static bool IsName(string name) => HttpToken.IsLowerCase(name.AsSpan(name[0] == '@' ? 1 : 0));

    private bool Take(string parameter, BareItem value)
    {
        switch (parameter)
        {
            case "sf" when value.IsTrue:
                return IsStrict = true;
            case "bs" when value.IsTrue:
                return IsBinary = true;
            case "key" when value.Type == StructuredFieldType.String:
                Key = value.Text;
                return true;
            case "name" when value.Type == StructuredFieldType.String:
                Parameter = value.Text;
                return true;
            default:
                // "req" is for answers, "tr" for trailers, which come after the endpoint has begun; and what is not known can't be checked (section 2.5).
                return false;
        }
    }

    private bool IsConsistent() => IsDerived
        ? !IsStrict && !IsBinary && Key is null && Name == "@query-param" == (Parameter is not null)
        : Parameter is null && !(IsBinary && (IsStrict || Key is not null));
}
