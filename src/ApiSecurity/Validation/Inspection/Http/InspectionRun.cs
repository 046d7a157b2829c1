using System.Buffers;
using System.Text;

namespace ApiSecurity.Validation;

/// <summary>Collects what is found in one request. Nothing is allocated until something is.</summary>
internal struct InspectionRun(InspectionSettings settings, InspectionAction? ofEndpoint, string? path)
{
    private static readonly SearchValues<char> Plain = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.");

    /// <summary>As many as are kept: more than are told, since exclusions and levels weigh them.</summary>
    private const int MaxKept = 64;

    public List<InspectionMatch>? Matches { get; private set; }

    public readonly bool IsFull => Matches?.Count >= MaxKept;

    /// <summary>Where a text is, in the words of events and exclusions. Names that the client chose are left out unless they are plain.</summary>
    public static string Place(string kind, ReadOnlySpan<char> name) =>
        name.Length is > 0 and <= 64 && !name.ContainsAnyExcept(Plain) ? $"{kind}:{name}" : $"{kind}:?";

    public void Text(ReadOnlySpan<char> text, string kind, ReadOnlySpan<char> name)
    {
        var findings = Look(text);
        if (!findings.IsEmpty)
        {
            Add(findings, Place(kind, name));
        }
    }

    /// <summary>A text that comes again with the next request.</summary>
    public void Repeated(string? text, string kind, ReadOnlySpan<char> name)
    {
        if (string.IsNullOrEmpty(text) || settings.Clean.Has(text))
        {
            return;
        }

        var findings = Look(text);
        if (findings.IsEmpty)
        {
            settings.Clean.Add(text);
        }
        else
        {
            Add(findings, Place(kind, name));
        }
    }

    public readonly InspectionFindings Look(ReadOnlySpan<char> text)
    {
        var findings = new InspectionFindings(settings.Options.ParanoiaLevel);
        Inspector.Inspect(text, ref findings);
        return findings;
    }

    public readonly InspectionFindings Look(ReadOnlySpan<byte> utf8)
    {
        if (!FirstLook.IsSuspicious(utf8) && !Base64Text.IsLikely(utf8))
        {
            return default;
        }

        var rented = ArrayPool<char>.Shared.Rent(utf8.Length);
        try
        {
            return Look(rented.AsSpan(0, Encoding.UTF8.GetChars(utf8, rented)));
        }
        finally
        {
            ArrayPool<char>.Shared.Return(rented);
        }
    }

    public void Add(InspectionFindings findings, string place)
    {
        foreach (var rule in findings)
        {
            var action = settings.ActionOf(rule, ofEndpoint);
            if (action != InspectionAction.Off && !IsFull && !settings.Excludes(rule, place, path))
            {
                (Matches ??= []).Add(new InspectionMatch(rule, place, action));
            }
        }
    }
}
