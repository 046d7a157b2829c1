namespace ApiSecurity.Pipeline;

/// <summary>Collects what is wrong with the options: each with the key's full path, the cause, and what to write instead.</summary>
internal sealed class ConfigurationErrors(string path, string separator = ":")
{
    private readonly List<string> _messages = [];

    private ConfigurationErrors(string path, List<string> messages, string separator = ":")
        : this(path, separator) => _messages = messages;

    public IReadOnlyList<string> Messages => _messages;

    /// <param name="key">The key below this path, <c>Hsts:MaxAge</c>.</param>
    /// <param name="cause">What is wrong, as a clause: "is shorter than a day".</param>
    /// <param name="fix">What to write instead, as a sentence.</param>
    public void Add(string key, string cause, string fix) => _messages.Add($"{Combine(key)} {cause}. {fix}");

    /// <summary>Adds what is told in the same words in another place.</summary>
    public void Add(string message) => _messages.Add(message);

    public ConfigurationErrors Below(string key) => new(Combine(key), _messages);

    private string Combine(string key) => key.Length == 0 ? path : $"{path}{separator}{key}";
}
