namespace ApiSecurity.Authentication;

/// <summary>A key for the configuration: the text is for the client, the hash goes into <c>ApiSecurity:ApiKeys:Keys:{id}:Hash</c>.</summary>
public sealed class GeneratedApiKey
{
    private GeneratedApiKey(string id, string text, string hash)
    {
        Id = id;
        Text = text;
        Hash = hash;
    }

    /// <summary>Gets the key's id.</summary>
    public string Id { get; }

    /// <summary>Gets the whole key as clients send it. A secret.</summary>
    public string Text { get; }

    /// <summary>Gets the SHA-256 of the secret together with the id, in hexadecimal digits. No secret: nobody can guess 256 random bits.</summary>
    public string Hash { get; }

    /// <summary>Makes a key.</summary>
    /// <param name="id">The id, 4 to 32 lower-case letters and digits; <see langword="null"/> for a random one.</param>
    /// <param name="prefix">As <see cref="ApiKeyOptions.Prefix"/> says.</param>
    /// <returns>The key.</returns>
    /// <exception cref="ArgumentException"><paramref name="id"/> or <paramref name="prefix"/> does not have the form.</exception>
    public static GeneratedApiKey Generate(string? id = null, string prefix = ApiKeyText.DefaultPrefix)
    {
        if (!ApiKeyText.IsPrefix(prefix))
        {
            throw new ArgumentException(ApiKeyText.PrefixForm, nameof(prefix));
        }

        if (id is not null && !ApiKeyText.IsId(id))
        {
            throw new ArgumentException(ApiKeyText.IdForm, nameof(id));
        }

        id ??= ApiKeyText.NewId();
        var secret = ApiKeyText.NewSecret();
        return new GeneratedApiKey(id, ApiKeyText.Join(prefix, id, secret), Convert.ToHexStringLower(ApiKeyText.HashOf(id, secret)));
    }

    /// <summary>The key's id; never the secret.</summary>
    /// <returns>The id.</returns>
    public override string ToString() => Id;
}
