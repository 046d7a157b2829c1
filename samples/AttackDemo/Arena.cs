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
        await HonestAsync(attack, _bare.Target), await AttackAsync(attack, _bare.Target),
        await HonestAsync(attack, _secured.Target), await AttackAsync(attack, _secured.Target));

    private static async Task<Answer> HonestAsync(Attack attack, Target target)
    {
        try
        {
            return await attack.Honest(target);
        }
        catch (HttpRequestException exception)
        {
            return Answer.None(exception.Message);
        }
    }

    /// <summary>No answer is no proof, and no reason to skip the other attacks.</summary>
    private static async Task<Finding> AttackAsync(Attack attack, Target target)
    {
        try
        {
            return await attack.Run(target);
        }
        catch (HttpRequestException exception)
        {
            return new Finding(Verdict.Unclear, exception.Message);
        }
    }
}
