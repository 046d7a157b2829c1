using System.Globalization;
using System.Text;

namespace ApiSecurity.Pipeline;

/// <summary>Writes structured fields in their one canonical form (RFC 9651 section 4.1).</summary>
internal static class StructuredFieldWriter
{
    public static string Write(OrderedMembers<StructuredMember> dictionary)
    {
        var text = new StringBuilder();
        for (var index = 0; index < dictionary.Count; index++)
        {
            var (key, member) = dictionary[index];
            text.Append(index == 0 ? string.Empty : ", ").Append(key);
            if (member.InnerList is null && member.Value.IsTrue)
            {
                AppendParameters(text, member.Parameters);
            }
            else
            {
                text.Append('=');
                AppendMember(text, member);
            }
        }

        return text.ToString();
    }

    public static string Write(IReadOnlyList<StructuredMember> list)
    {
        var text = new StringBuilder();
        for (var index = 0; index < list.Count; index++)
        {
            text.Append(index == 0 ? string.Empty : ", ");
            AppendMember(text, list[index]);
        }

        return text.ToString();
    }

    public static string Write(StructuredItem item)
    {
        var text = new StringBuilder();
        AppendItem(text, item);
        return text.ToString();
    }

    public static string Write(StructuredMember member)
    {
        var text = new StringBuilder();
        AppendMember(text, member);
        return text.ToString();
    }

    public static void AppendMember(StringBuilder text, StructuredMember member)
    {
        if (member.InnerList is not { } items)
        {
            AppendBareItem(text, member.Value);
        }
        else
        {
            text.Append('(');
            for (var index = 0; index < items.Count; index++)
            {
                text.Append(index == 0 ? string.Empty : " ");
                AppendItem(text, items[index]);
            }

            text.Append(')');
        }

        AppendParameters(text, member.Parameters);
    }

    public static void AppendItem(StringBuilder text, StructuredItem item)
    {
        AppendBareItem(text, item.Value);
        AppendParameters(text, item.Parameters);
    }

    private static void AppendParameters(StringBuilder text, OrderedMembers<BareItem> parameters)
    {
        for (var index = 0; index < parameters.Count; index++)
        {
            var (key, value) = parameters[index];
            text.Append(';').Append(key);
            if (!value.IsTrue)
            {
                text.Append('=');
                AppendBareItem(text, value);
            }
        }
    }

    private static void AppendBareItem(StringBuilder text, BareItem item)
    {
        switch (item.Type)
        {
            case StructuredFieldType.Integer:
                text.Append(CultureInfo.InvariantCulture, $"{item.Integer}");
                break;
            case StructuredFieldType.Decimal:
                text.Append(item.Decimal.ToString("0.0##", CultureInfo.InvariantCulture));
                break;
            case StructuredFieldType.String:
                text.Append('"').Append(item.Text!.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)).Append('"');
                break;
            case StructuredFieldType.Token:
                text.Append(item.Text);
                break;
            case StructuredFieldType.ByteSequence:
                text.Append(':').Append(Convert.ToBase64String(item.Bytes!)).Append(':');
                break;
            case StructuredFieldType.Boolean:
                text.Append(item.Integer == 1 ? "?1" : "?0");
                break;
            case StructuredFieldType.Date:
                text.Append(CultureInfo.InvariantCulture, $"@{item.Integer}");
                break;
            default:
                AppendDisplayString(text, item.Text!);
                break;
        }
    }

    private static void AppendDisplayString(StringBuilder text, string value)
    {
        text.Append("%\"");
        foreach (var current in Encoding.UTF8.GetBytes(value))
        {
            if (current is < (byte)' ' or > (byte)'~' or (byte)'%' or (byte)'"')
            {
                text.Append(CultureInfo.InvariantCulture, $"%{current:x2}");
            }
            else
            {
                text.Append((char)current);
            }
        }

        text.Append('"');
    }
}
