namespace ApiSecurity.Pipeline;

/// <summary>What a feature made of its options; replaced as a whole by a reload.</summary>
internal sealed class Compiled<T>(T value)
    where T : class
{
    private T _value = value;

    public T Value
    {
        get => Volatile.Read(ref _value);
        set => Volatile.Write(ref _value, value);
    }
}
