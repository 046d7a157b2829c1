using System.Text.Json;

namespace ApiSecurity.Validation;

/// <summary>
/// Reads a JSON text once, with the framework's reader, and notes its tokens. What looks at the values goes over the tokens, as often as a
/// schema wants, so a byte is read once however many branches a schema has.
/// </summary>
internal static class TapeReader
{
    /// <returns>Whether all texts are texts: the reader does not look inside them.</returns>
    /// <exception cref="JsonException">It is not JSON, or is nested too deep.</exception>
    public static bool TryRead(ReadOnlySpan<byte> text, TapeBuffer buffer, NameTable names, int maxDepth)
    {
        var reader = new Utf8JsonReader(text, new JsonReaderOptions { MaxDepth = maxDepth });
        var tokens = buffer.Tokens;
        var (count, open, previous) = (0, -1, -1);
        while (reader.Read())
        {
            if (count == tokens.Length)
            {
                tokens = buffer.Grow();
            }

            var start = (int)reader.TokenStartIndex;
            ref var token = ref tokens[count];
            switch (reader.TokenType)
            {
                case JsonTokenType.PropertyName:
                    if (!TryNote(ref token, ref reader, start, buffer, names, ref previous))
                    {
                        return false;
                    }

                    count++;
                    continue;
                case JsonTokenType.String:
                    token.SetText(TokenKind.Text, start + 1, reader.ValueSpan.Length, count + 1, reader.ValueIsEscaped);
                    if (reader.ValueIsEscaped && !JsonEscapes.TryRemove(reader.ValueSpan, ref buffer.Scratch, out _))
                    {
                        return false;
                    }

                    break;
                case JsonTokenType.Number:
                    token.Set(TokenKind.Number, start, reader.ValueSpan.Length, count + 1);
                    break;
                case JsonTokenType.StartObject:
                case JsonTokenType.StartArray:
                    // While it is open, a container's link is the one around it.
                    token.Set(reader.TokenType == JsonTokenType.StartObject ? TokenKind.Object : TokenKind.Array, start, 0, open);
                    if (open >= 0)
                    {
                        tokens[open].Length++;
                    }

                    open = count++;
                    continue;
                case JsonTokenType.EndObject:
                case JsonTokenType.EndArray:
                    ref var container = ref tokens[open];
                    open = container.Link;
                    container.Link = count;
                    continue;
                default:
                    token.Set(Literal(reader.TokenType), start, reader.ValueSpan.Length, count + 1);
                    break;
            }

            if (open >= 0)
            {
                tokens[open].Length++;
            }

            count++;
        }

        buffer.Count = count;
        return true;
    }

    private static bool TryNote(ref Token token, ref Utf8JsonReader reader, int start, TapeBuffer buffer, NameTable names, ref int previous)
    {
        var name = reader.ValueSpan;
        var isEscaped = reader.ValueIsEscaped;
        if (isEscaped)
        {
            if (!JsonEscapes.TryRemove(name, ref buffer.Scratch, out var length))
            {
                return false;
            }

            name = buffer.Scratch.AsSpan(0, length);
        }

        previous = names.FindBehind(name, previous, out var hash);
        token.SetText(TokenKind.Name, start + 1, reader.ValueSpan.Length, (int)hash, isEscaped, previous);
        return true;
    }

    private static TokenKind Literal(JsonTokenType type) => type switch
    {
        JsonTokenType.True => TokenKind.True,
        JsonTokenType.False => TokenKind.False,
        _ => TokenKind.Null,
    };
}
