namespace ApiSecurity.Testing.Tests.Shop;

/// <summary>A hole in the shop, and what the kit must say of it.</summary>
/// <param name="Id">The name by which the shop's code asks for it.</param>
/// <param name="Finding">What is to be found.</param>
/// <param name="Endpoint">Where.</param>
/// <param name="Also">What else the hole lets in.</param>
public sealed record PlantedHole(string Id, string Finding, string Endpoint, params string[] Also);
