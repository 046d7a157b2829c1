using ApiSecurity.Authentication;

namespace AttackDemo;

/// <summary>A partner of the shop, whose machine has a key and a password; made for this run.</summary>
public static class Partner
{
    public const string Name = "warehouse";
    public const string Password = "Winter2026!";

    private static readonly Lazy<string> PasswordHash = new(() => BasicPasswordHash.Create(Password));

    public static GeneratedApiKey Key { get; } = GeneratedApiKey.Generate("warehouse01");

    /// <summary>The bare API is given the secrets, the secured one their hashes.</summary>
    public static void AddTo(IConfiguration configuration, bool bare)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        if (bare)
        {
            configuration["OrdersApi:Partner:Key"] = Key.Text;
            configuration["OrdersApi:Partner:Name"] = Name;
            configuration["OrdersApi:Partner:Password"] = Password;
            return;
        }

        configuration[$"ApiSecurity:ApiKeys:Keys:{Key.Id}:Hash"] = Key.Hash;
        configuration[$"ApiSecurity:ApiKeys:Keys:{Key.Id}:Owner"] = Name;
        configuration[$"ApiSecurity:ApiKeys:Keys:{Key.Id}:Permissions:0"] = "prices.read";
        configuration[$"ApiSecurity:Basic:Users:{Name}:PasswordHash"] = PasswordHash.Value;
        configuration[$"ApiSecurity:Basic:Users:{Name}:Permissions:0"] = "prices.read";
    }
}
