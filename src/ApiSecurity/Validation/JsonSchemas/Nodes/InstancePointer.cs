using System.Globalization;
using System.Text;

namespace ApiSecurity.Validation;

/// <summary>Where in a document a token is (RFC 6901). Found from the tokens, so that a check need not keep it.</summary>
internal static class InstancePointer
{
    public static string Of(Tape tape, TapeBuffer buffer, int at)
    {
        var pointer = new StringBuilder();
        for (var current = 0; current != at;)
        {
            var isObject = tape.Tokens[current].Kind == TokenKind.Object;
            var (value, index, name) = (current + 1, 0, -1);
            while (true)
            {
                if (isObject)
                {
                    name = value++;
                }

                if (at < tape.Tokens[value].Link)
                {
                    break;
                }

                value = tape.Tokens[value].Link;
                index++;
            }

            if (isObject)
            {
                var text = Encoding.UTF8.GetString(tape.TextOf(name, ref buffer.OtherScratch));
                pointer.Append('/').Append(text.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal));
            }
            else
            {
                pointer.Append('/').Append(index.ToString(CultureInfo.InvariantCulture));
            }

            if (at == name)
            {
                break;
            }

            current = value;
        }

        return pointer.ToString();
    }
}
