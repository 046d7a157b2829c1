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

    /// <summary>Whether some schemas are short and others are not.</summary>
    public bool HasBoth { get; private set; }

    /// <summary>Once all schemas are compiled.</summary>
    public void Complete()
    {
        var (shallow, deep) = (false, false);
        foreach (var member in _slots)
        {
            member?.Complete();
            shallow |= member is { IsShallow: true };
            deep |= member is { IsShallow: false, HasSchema: true };
        }

        HasBoth = shallow && deep;
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
