namespace AttackDemo;

/// <summary>Both servers.</summary>
public sealed class Arena : IAsyncDisposable
{
    private readonly Server _bare;
    private readonly Server _secured;

    private Arena(Server bare, Server secured)
    {
        _bare = bare;
        _secured = secured;
    }

    public static async Task<Arena> OpenAsync() => new(await Server.StartAsync(bare: true), await Server.StartAsync(bare: false));

    /// <summary>Plays an attack, and its honest twin first, against both sides.</summary>
    public async Task<Result> PlayAsync(Attack attack)
    {
        ArgumentNullException.ThrowIfNull(attack);
        if (!attack.Alone)
        {
            return await PlayHereAsync(attack);
        }

        await using var own = await OpenAsync();
        return await own.PlayHereAsync(attack);
    }

    public async ValueTask DisposeAsync()
    {
        await _bare.DisposeAsync();
        await _secured.DisposeAsync();
    }

    private async Task<Result> PlayHereAsync(Attack attack) => new(
        attack,
        await attack.Honest(_bare.Target), await attack.Run(_bare.Target),
        await attack.Honest(_secured.Target), await attack.Run(_secured.Target));
}
