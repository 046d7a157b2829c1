using System.Buffers;
using System.Text.Json;
using ApiSecurity.Pipeline;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace ApiSecurity.Authorization;

/// <summary>Last before the endpoint: what is written is looked for where a constructor, a patch or a dictionary can't hide it, in the bytes.</summary>
/// <remarks>Rules stand in code, so nothing switches them off, as nothing switches <see cref="Authorized{T}"/> off.</remarks>
internal sealed class PropertiesMiddleware(RequestDelegate next, PropertyPlans plans, CallerFactory callers, Refusals refusals)
{
    // As Kestrel's own, for servers that have none.
    private const long DefaultMaxBytes = 30_000_000;
    private const string MergePatch = "application/merge-patch+json";

    private static readonly IReadOnlyList<PropertyViolation> Broken = new List<PropertyViolation>().AsReadOnly();

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    public Task InvokeAsync(HttpContext context)
    {
        if (context.GetEndpoint() is not { } endpoint || plans.Get(endpoint) is not { IsEmpty: false } plan || !RequestContent.IsThere(context))
        {
            return next(context);
        }

        var caller = callers.Get(context);
        return MustLook(plan, caller) ? CheckAsync(context, plan, caller) : next(context);
    }

    private static bool MustLook(PropertyPlan plan, Caller caller)
    {
        foreach (var (roots, use) in plan.Bodies)
        {
            if (!roots[0].Writes.All(access => access.Allows(caller)) || (use != BodyUse.Value && !roots[0].Reads.All(access => access.Allows(caller))))
            {
                return true;
            }
        }

        return false;
    }

    private async Task CheckAsync(HttpContext context, PropertyPlan plan, Caller caller)
    {
        Refusal? refusal;
        try
        {
            refusal = await FindRefusalAsync(context, plan, caller).ConfigureAwait(false);
        }
        catch (IOException) when (!context.Response.HasStarted)
        {
            // Over a limit of the server's, or cut off: whoever reads next meets the same, and the framework knows what to answer.
            refusal = null;
        }

        await (refusal is null ? next(context) : refusals.RefuseAsync(context, refusal)).ConfigureAwait(false);
    }

    private static async Task<Refusal?> FindRefusalAsync(HttpContext context, PropertyPlan plan, Caller caller)
    {
        // JSON is UTF-8 (RFC 8259 section 8.1). The framework's readers go by the charset, so one that means other characters is not let through.
        if (!IsUtf8(context.Request.ContentType))
        {
            return PropertyProblems.UnknownCharset;
        }

        var limit = (int)Math.Min(plan.MaxBytes ?? context.Features.Get<IHttpMaxRequestBodySizeFeature>()?.MaxRequestBodySize ?? DefaultMaxBytes, Array.MaxLength);
        if (context.Request.ContentLength > limit)
        {
            return PropertyProblems.TooLarge;
        }

        var isMerge = context.Request.ContentType?.Contains(MergePatch, StringComparison.OrdinalIgnoreCase) is true;
        var found = await BufferedBody.CheckAsync(context, limit, body => Scan(WithoutMark(body), plan, caller, isMerge)).ConfigureAwait(false);
        return found is null ? PropertyProblems.TooLarge
            : ReferenceEquals(found, Broken) ? IsTakenAsJson(context, plan) ? PropertyProblems.Malformed : null
            : found.Count == 0 ? null
            : PropertyProblems.Of(found);
    }

    private static IReadOnlyList<PropertyViolation> Scan(in ReadOnlySequence<byte> body, PropertyPlan plan, Caller caller, bool isMerge)
    {
        try
        {
            var found = new List<PropertyViolation>();
            foreach (var (roots, use) in plan.Bodies)
            {
                var reader = new Utf8JsonReader(body, plan.Reading);
                reader.Read();
                var isPatch = use == BodyUse.JsonPatch || (use == BodyUse.AnyPatch && reader.TokenType == JsonTokenType.StartArray);
                var scan = new BodyScan(caller, isMergePatch: !isPatch && (isMerge || use == BodyUse.AnyPatch));
                if (isPatch)
                {
                    new PatchScan(roots, scan).Scan(ref reader);
                }
                else
                {
                    scan.Scan(ref reader, roots);
                }

                found.AddRange(scan.Violations);
            }

            return found;
        }
        catch (JsonException)
        {
            // Its text repeats what it stumbled over, so it goes nowhere. What one reader can't read, another may: it is not let through.
            return Broken;
        }
    }

    /// <summary>A form, say, is the framework's to refuse: its reader of JSON would stumble over the same bytes. That of patches need not.</summary>
    private static bool IsTakenAsJson(HttpContext context, PropertyPlan plan) =>
        plan.Bodies.Any(body => body.Use != BodyUse.Value) || context.Request.ContentType?.Contains("json", StringComparison.OrdinalIgnoreCase) is true;

    private static bool IsUtf8(string? contentType) =>
        contentType is null || !contentType.Contains("charset", StringComparison.OrdinalIgnoreCase)
        || (MediaTypeHeaderValue.TryParse(contentType, out var type)
            && type.Parameters.Count(parameter => parameter.Name.Equals("charset", StringComparison.OrdinalIgnoreCase)) == 1
            && HeaderUtilities.RemoveQuotes(type.Charset).Equals("utf-8", StringComparison.OrdinalIgnoreCase));

    private static ReadOnlySequence<byte> WithoutMark(in ReadOnlySequence<byte> body)
    {
        if (body.Length < ByteOrderMark.Length)
        {
            return body;
        }

        Span<byte> start = stackalloc byte[ByteOrderMark.Length];
        body.Slice(0, ByteOrderMark.Length).CopyTo(start);
        return start.SequenceEqual(ByteOrderMark) ? body.Slice(ByteOrderMark.Length) : body;
    }
}
