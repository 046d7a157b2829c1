namespace ApiSecurity.Transport;

/// <summary>What is wrong with the target of a request.</summary>
internal enum UrlFault
{
    None,
    TargetForm,
    UserInfo,
    DoubleSlash,
    DotSegment,
    EncodedSlash,
    EncodedBackslash,
    Backslash,
    Nul,
    ControlCharacter,
    MalformedPercent,
    DoubleEncoding,
    OverlongUtf8,
    InvalidUtf8,
    NonAscii,
    Fragment,
}

internal static class UrlFaultNames
{
    public static string Name(this UrlFault fault) => fault switch
    {
        UrlFault.None => "none",
        UrlFault.TargetForm => "target_form",
        UrlFault.UserInfo => "user_info",
        UrlFault.DoubleSlash => "double_slash",
        UrlFault.DotSegment => "dot_segment",
        UrlFault.EncodedSlash => "encoded_slash",
        UrlFault.EncodedBackslash => "encoded_backslash",
        UrlFault.Backslash => "backslash",
        UrlFault.Nul => "nul",
        UrlFault.ControlCharacter => "control_character",
        UrlFault.MalformedPercent => "malformed_percent",
        UrlFault.DoubleEncoding => "double_encoding",
        UrlFault.OverlongUtf8 => "overlong_utf8",
        UrlFault.InvalidUtf8 => "invalid_utf8",
        UrlFault.NonAscii => "non_ascii",
        _ => "fragment",
    };
}
