namespace AttackDemo.Attacks;

public static class AttackList
{
    public static IReadOnlyList<Attack> All { get; } =
    [
        .. ObjectAttacks.All,
        .. ReferenceAttacks.All,
        .. TokenAttacks.All,
        .. CredentialAttacks.All,
        .. PartnerAttacks.All,
        .. PropertyAttacks.All,
        .. ResourceAttacks.All,
        .. FunctionAttacks.All,
        .. RequestForgeryAttacks.All,
        .. XmlAttacks.All,
        .. BrowserAttacks.All,
        .. ConfigurationAttacks.All,
    ];
}
