namespace ApiSecurity.Authentication;

/// <summary>
/// The checks of the whole scheme, known once the application has started: before that its options can't be made, because they need the very options that
/// are being checked.
/// </summary>
internal sealed class JwtReload
{
    private volatile Func<JwtOptions, IEnumerable<string>>? _check;

    public Func<JwtOptions, IEnumerable<string>>? Check
    {
        get => _check;
        set => _check = value;
    }
}
