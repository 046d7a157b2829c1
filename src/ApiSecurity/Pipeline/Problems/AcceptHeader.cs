using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace ApiSecurity.Pipeline;

/// <summary>In which of its two forms a problem suits the client: JSON or plain text (RFC 9110 section 12.5.1).</summary>
internal static class AcceptHeader
{
    // Longer than browsers and clients send; what is longer is not worth the work of reading it for an error.
    private const int MaximumLength = 2048;

    /// <returns>Whether text suits better; <see langword="false"/> also for a header that is missing or can't be read.</returns>
    public static bool PrefersText(StringValues accept)
    {
        if (accept.Count == 0 || Length(accept) > MaximumLength || !MediaTypeHeaderValue.TryParseList(accept, out var ranges))
        {
            return false;
        }

        var json = Fit.None;
        var text = Fit.None;
        var relative = 0.0;
        foreach (var range in ranges)
        {
            var quality = range.Quality ?? 1;
            if (range.MatchesAllTypes)
            {
                json = json.Or(0, quality);
                text = text.Or(0, quality);
            }
            else if (Is(range.Type, "application") && range.MatchesAllSubTypes)
            {
                json = json.Or(1, quality);
            }
            else if (Is(range.Type, "text") && range.MatchesAllSubTypes)
            {
                text = text.Or(1, quality);
            }
            else if (Is(range.MediaType, "text/plain"))
            {
                text = text.Or(2, quality);
            }
            else if (Is(range.MediaType, ProblemWriter.ContentType) || Is(range.MediaType, "application/json"))
            {
                json = json.Or(2, quality);
            }
            else if (Is(range.Suffix, "json"))
            {
                // Not what is sent, but who reads application/hal+json reads this.
                relative = Math.Max(relative, quality);
            }
        }

        var best = Math.Max(json.Quality, relative);
        return best <= 0 || text.Quality > best;
    }

    private static bool Is(StringSegment value, string expected) => value.Equals(expected, StringComparison.OrdinalIgnoreCase);

    private static int Length(StringValues values)
    {
        var length = 0;
        foreach (var value in values)
        {
            length += value?.Length ?? 0;
        }

        return length;
    }

    /// <summary>The quality of a form so far: the most precise range decides, the highest quality among equals.</summary>
    private readonly record struct Fit(int Precision, double Quality)
    {
        public static Fit None => new(-1, 0);

        public Fit Or(int precision, double quality) =>
            precision > Precision || (precision == Precision && quality > Quality) ? new(precision, quality) : this;
    }
}
