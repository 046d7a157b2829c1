using System.Numerics;

namespace ApiSecurity.Validation;

/// <summary>The names of one object schema, found by number. Numbers are given in the order of the schema, so they seldom meet in a slot.</summary>
internal sealed class MemberTable
{
    private readonly SchemaMember?[] _slots;
    private readonly int _mask;

    public MemberTable(IReadOnlyCollection<SchemaMember> members)
    {
        _slots = new SchemaMember?[BitOperations.RoundUpToPowerOf2((uint)(members.Count * 2) + 1)];
        _mask = _slots.Length - 1;
        foreach (var member in members)
        {
            var slot = member.Id & _mask;
            while (_slots[slot] is not null)
            {
                slot = (slot + 1) & _mask;
            }

            _slots[slot] = member;
        }
    }

    public SchemaMember? Find(int id)
    {
        for (var slot = id & _mask; ; slot = (slot + 1) & _mask)
        {
            var member = _slots[slot];
            if (member is null || member.Id == id)
            {
                return member;
            }
        }
    }
}
