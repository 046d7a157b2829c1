using FsCheck;
using FsCheck.Xunit;

namespace ApiSecurity.Tests.Authentication;

/// <summary>What is remembered of tokens never shows.</summary>
public sealed class KnownTokenProperties
{
    /// <summary>Tokens, their ends, revocations and what takes them back, keys that come and go, options that change: in any order.</summary>
    [Property(MaxTest = 30, StartSize = 10, EndSize = 80)]
    public async Task No_decision_outlives_what_it_was_made_from_and_none_is_missed(DoNotSize<int>[] commands)
    {
        await using var app = await ModelledApp.StartAsync();
        foreach (var command in commands)
        {
            await app.DoAsync(command.Item & int.MaxValue);
        }
    }
}
