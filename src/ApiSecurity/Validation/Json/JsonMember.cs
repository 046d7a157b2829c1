namespace ApiSecurity.Validation;

/// <summary>A member that a type has.</summary>
/// <param name="Name">Its name in JSON.</param>
/// <param name="Member">Its name in <c>errors</c>.</param>
/// <param name="Index">Its place in the object rule.</param>
/// <param name="Slot">What it must hold.</param>
/// <param name="Missing">What to tell when it is missing; <see langword="null"/> for a member that may be.</param>
internal sealed record JsonMember(string Name, string Member, int Index, JsonSlot Slot, Func<string>? Missing)
{
    public byte[] Utf8Name { get; } = System.Text.Encoding.UTF8.GetBytes(Name);
}
