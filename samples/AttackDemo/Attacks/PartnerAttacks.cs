using System.Text;

namespace AttackDemo.Attacks;

/// <summary>API2:2023, broken authentication: keys and passwords of machines.</summary>
public static class PartnerAttacks
{
    private const string Risk = "API2:2023";
    private const string Prices = "/partner/prices";

    public static IEnumerable<Attack> All { get; } =
    [
        new(Risk, "an API key in the address (?api_key=)",
            async target => Judge(await target.GetAsync($"{Prices}?api_key={Partner.Key.Text}"), 401),
            target => target.GetAsync(Prices, caller: null, ("X-Api-Key", Partner.Key.Text))),

        new(Risk, "stuffing: 50 leaked names and passwords, one of them right",
            async target =>
            {
                var answer = await WithPasswordAsync(target, "user-0", "Winter2026!");
                for (var leaked = 1; leaked < 50 && answer.Status is 401; leaked++)
                {
                    answer = await (leaked == 40 ? WithPasswordAsync(target, Partner.Name, Partner.Password) : WithPasswordAsync(target, $"user-{leaked}", $"hunter{leaked}"));
                }

                return Judge(answer, 429);
            },
            target => WithPasswordAsync(target, Partner.Name, Partner.Password))
        { Alone = true },
    ];

    private static Finding Judge(Answer answer, int refusal) => Finding.Of(answer, answer.Says("tea-sencha"), "the partner's prices", refusal);

    private static Task<Answer> WithPasswordAsync(Target target, string name, string password) =>
        target.GetAsync(Prices, caller: null, ("Authorization", "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{name}:{password}"))));
}
