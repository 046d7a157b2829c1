namespace OrdersApi.Development;

/// <summary>Somebody who can log in: what the identity provider knows about them.</summary>
public sealed record Person(string Subject, string Tenant, params string[] Permissions)
{
    public static readonly Person Alice = new("alice", "north", "orders.read", "orders.write");
    public static readonly Person Bob = new("bob", "north", "orders.read", "orders.write");
    public static readonly Person Carol = new("carol", "south", "orders.read", "orders.write");
    public static readonly Person Sam = new("sam", "north", "orders.read", "orders.read.all");
    public static readonly Person Fiona = new("fiona", "north", "orders.read", "orders.read.all", "orders.write", "orders.refund", "orders.import", "orders.margin");
    public static readonly Person Ada = new("ada", "north", "orders.read", "orders.read.all", "admin.reports");

    public static IReadOnlyList<Person> All { get; } = [Alice, Bob, Carol, Sam, Fiona, Ada];
}
