namespace ApiSecurity.Validation;

/// <summary>
/// Header values that were found clean: clients send the same ones with each request. A fixed table where a newcomer takes the place of what is
/// there, so that whoever floods it only makes others be looked at again.
/// </summary>
internal sealed class CleanTexts
{
    private const int MaxLength = 512;

    private readonly string?[] _texts = new string?[256];

    public bool Has(string text) => Volatile.Read(ref _texts[IndexOf(text)]) is { } known && known.Equals(text, StringComparison.Ordinal);

    public void Add(string text)
    {
        if (text.Length <= MaxLength)
        {
            Volatile.Write(ref _texts[IndexOf(text)], text);
        }
    }

    private static int IndexOf(string text) => text.Length == 0 ? 0 : ((text.Length * 31) ^ (text[^1] * 7) ^ text[text.Length / 2] ^ (text[text.Length / 3] << 2)) & 255;
}
