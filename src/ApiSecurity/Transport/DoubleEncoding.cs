namespace ApiSecurity.Transport;

/// <summary>Follows decoded bytes for a percent sign with two hexadecimal digits behind it: what is left to decode was encoded twice.</summary>
internal struct DoubleEncoding
{
    private int _seen;

    /// <returns>Whether the byte completes such a sequence.</returns>
    public bool Add(int value)
    {
        var isHex = value < 0x80 && char.IsAsciiHexDigit((char)value);
        if (_seen == 2 && isHex)
        {
            return true;
        }

        _seen = value == '%' ? 1 : _seen == 1 && isHex ? 2 : 0;
        return false;
    }
}
