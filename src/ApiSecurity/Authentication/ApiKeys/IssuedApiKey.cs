namespace ApiSecurity.Authentication;

/// <summary>A key whose secret was just made. Show the text to whoever is to use it, and keep it nowhere: it can't be had again.</summary>
public sealed class IssuedApiKey
{
    internal IssuedApiKey(ApiKey key, string text)
    {
        Key = key;
        Text = text;
    }

    /// <summary>Gets what is known of the key.</summary>
    public ApiKey Key { get; }

    /// <summary>Gets the whole key as clients send it: <c>apk_id_secret</c>. A secret.</summary>
    public string Text { get; }

    /// <summary>The key's id; never the secret.</summary>
    /// <returns>The id.</returns>
    public override string ToString() => Key.Id;
}
