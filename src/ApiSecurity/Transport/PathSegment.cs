namespace ApiSecurity.Transport;

/// <summary>
/// Follows a path for segments that some reader takes for <c>.</c> or <c>..</c>: also with blanks or more dots behind (Windows drops
/// them), and with a path parameter (<c>..;v=1</c>, which Java servers drop).
/// </summary>
internal struct PathSegment
{
    private State _state;

    private enum State : byte
    {
        Start,
        Dots,
        DotsWithParameter,
        Other,
    }

    /// <returns>Whether the byte ends a dot segment.</returns>
    public bool Add(int value)
    {
        if (value == '/')
        {
            var isDots = End();
            _state = State.Start;
            return isDots;
        }

        _state = _state switch
        {
            State.Start when value == '.' => State.Dots,
            State.Dots when value is '.' or ' ' => State.Dots,
            State.Dots when value == ';' => State.DotsWithParameter,
            State.DotsWithParameter => State.DotsWithParameter,
            _ => State.Other,
        };
        return false;
    }

    public readonly bool End() => _state is State.Dots or State.DotsWithParameter;
}
