using System.Buffers;

namespace ApiSecurity.Validation;

/// <summary>Looks at one text. Pure: no state, no allocation, work in proportion to the text's length.</summary>
internal static class Inspector
{
    /// <summary>How many layers of encoding are taken off.</summary>
    public const int MaxLayers = 3;

    public static void Inspect(ReadOnlySpan<char> text, ref InspectionFindings findings)
    {
        if (FirstLook.IsSuspicious(text))
        {
            Layers(text, 0, ref findings);
        }

        if (Base64Text.IsLikely(text))
        {
            Inside(text, ref findings);
        }
    }

    private static void Inside(ReadOnlySpan<char> text, ref InspectionFindings findings)
    {
        var rented = ArrayPool<char>.Shared.Rent(text.Length);
        findings.Work += text.Length;
        if (Base64Text.TryDecode(text, rented, out var length))
        {
            var inside = rented.AsSpan(0, length);
            if (FirstLook.IsSuspicious(inside))
            {
                Layers(inside, 1, ref findings);
            }
        }

        Return(rented);
    }

    private static void Layers(ReadOnlySpan<char> text, int outer, ref InspectionFindings findings)
    {
        InspectionJudges.All(text, outer, ref findings);
        char[]? first = null;
        char[]? second = null;
        try
        {
            for (var layer = outer + 1; layer <= MaxLayers; layer++)
            {
                var target = ((layer - outer) & 1) == 1 ? first ??= ArrayPool<char>.Shared.Rent(text.Length) : second ??= ArrayPool<char>.Shared.Rent(text.Length);
                findings.Work += text.Length;
                var decoder = default(LayerDecoder);
                if (!decoder.TryDecode(text, target, out var length))
                {
                    break;
                }

                if (decoder.IsOverlong)
                {
                    findings.Add(InspectionRules.PathOverlong);
                }

                if (decoder.HidesMark)
                {
                    findings.Add(InspectionRules.EncodedMark);
                }

                text = target.AsSpan(0, length);
                InspectionJudges.All(text, layer, ref findings);
            }
        }
        finally
        {
            Return(first);
            Return(second);
        }
    }

    private static void Return(char[]? rented)
    {
        if (rented is not null)
        {
            ArrayPool<char>.Shared.Return(rented);
        }
    }
}
