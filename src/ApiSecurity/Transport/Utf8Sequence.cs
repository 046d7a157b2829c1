namespace ApiSecurity.Transport;

/// <summary>Follows UTF-8 byte by byte, by the table of RFC 3629 section 4: no overlong form, no surrogate, nothing above U+10FFFF.</summary>
internal struct Utf8Sequence
{
    private byte _pending;
    private byte _low;
    private byte _high;
    private bool _overlongBelow;

    /// <summary>Whether the last byte completed a control character of the second block (U+0080 to U+009F).</summary>
    public bool IsControl { get; private set; }

    private bool _afterC2;

    public UrlFault Add(int value)
    {
        IsControl = false;
        if (_pending > 0)
        {
            return Continue(value);
        }

        if (value < 0x80)
        {
            return UrlFault.None;
        }

        return Begin(value);
    }

    /// <summary>Nothing more comes: whatever is open stays incomplete.</summary>
    public readonly UrlFault End() => _pending > 0 ? UrlFault.InvalidUtf8 : UrlFault.None;

    private UrlFault Begin(int value)
    {
        (_low, _high, _overlongBelow) = (0x80, 0xBF, false);
        _afterC2 = value == 0xC2;
        switch (value)
        {
            case 0xC0 or 0xC1:
                return UrlFault.OverlongUtf8;
            case >= 0xC2 and <= 0xDF:
                _pending = 1;
                return UrlFault.None;
            case >= 0xE0 and <= 0xEF:
                _pending = 2;
                (_low, _overlongBelow) = value == 0xE0 ? ((byte)0xA0, true) : (_low, false);
                _high = value == 0xED ? (byte)0x9F : _high;
                return UrlFault.None;
            case >= 0xF0 and <= 0xF4:
                _pending = 3;
                (_low, _overlongBelow) = value == 0xF0 ? ((byte)0x90, true) : (_low, false);
                _high = value == 0xF4 ? (byte)0x8F : _high;
                return UrlFault.None;
            default:
                return UrlFault.InvalidUtf8;
        }
    }

    private UrlFault Continue(int value)
    {
        if (value < _low || value > _high)
        {
            return _overlongBelow && value is >= 0x80 and <= 0xBF ? UrlFault.OverlongUtf8 : UrlFault.InvalidUtf8;
        }

        _pending--;
        IsControl = _afterC2 && value < 0xA0;
        (_low, _high, _overlongBelow, _afterC2) = (0x80, 0xBF, false, false);
        return UrlFault.None;
    }
}
