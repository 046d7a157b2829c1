namespace ApiSecurity.Validation;

/// <summary>Whether a text (UTF-8, without escapes) has a format.</summary>
internal delegate bool TextFormat(ReadOnlySpan<byte> text);
