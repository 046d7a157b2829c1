using System.Globalization;
using System.Text.Json;
using ApiSecurity.Pipeline;

namespace ApiSecurity.Tests.Pipeline.StructuredFields;

/// <summary>The cases of httpwg/structured-field-tests that lie beside the repository.</summary>
public sealed class StructuredFieldSuiteTests
{
    private static readonly string Folder = Path.Combine(Path.GetDirectoryName(Repository.Root)!, "shared", "data", "structured-fields");

    public static TheoryData<string> Files() => Directory.Exists(Folder) ? [.. Directory.EnumerateFiles(Folder, "*.json").Select(file => Path.GetFileName(file)!)] : ["absent"];

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_case_is_read_as_the_suite_says(string file)
    {
        Assert.SkipWhen(file == "absent", "The test data are not beside the repository.");
        using var cases = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, file)));
        var count = 0;
        foreach (var test in cases.RootElement.EnumerateArray())
        {
            count++;
            Check(test);
        }

        Assert.NotEqual(0, count);
        TestContext.Current.TestOutputHelper?.WriteLine($"{file}: {count} of {cases.RootElement.GetArrayLength()}");
    }

    private static void Check(JsonElement test)
    {
        var name = test.GetProperty("name").GetString();
        // RFC 9110 section 5.3: lines are joined with commas.
        var raw = string.Join(", ", test.GetProperty("raw").EnumerateArray().Select(line => line.GetString()));
        var (isRead, value, canonical) = Read(test.GetProperty("header_type").GetString()!, raw);
        if (Is(test, "must_fail"))
        {
            Assert.False(isRead, $"{name}: was read, but must not be");
            return;
        }

        if (!isRead)
        {
            Assert.True(Is(test, "can_fail"), $"{name}: was not read");
            return;
        }

        Assert.True(JsonElement.DeepEquals(test.GetProperty("expected"), JsonSerializer.SerializeToElement(value)), $"{name}: {JsonSerializer.Serialize(value)}");
        var expected = test.TryGetProperty("canonical", out var lines) ? string.Join(", ", lines.EnumerateArray().Select(line => line.GetString())) : raw;
        Assert.True(expected == canonical, $"{name}: written as {canonical}");
    }

    private static bool Is(JsonElement test, string flag) => test.TryGetProperty(flag, out var value) && value.GetBoolean();

    private static (bool IsRead, object? Value, string? Canonical) Read(string type, string raw)
    {
        switch (type)
        {
            case "item":
                return StructuredField.TryParseItem(raw, out var item) ? (true, Item(item.Value, item.Parameters), StructuredFieldWriter.Write(item)) : default;
            case "list":
                return StructuredField.TryParseList(raw, out var list) ? (true, list.Select(Member), StructuredFieldWriter.Write(list)) : default;
            default:
                return StructuredField.TryParseDictionary(raw, out var dictionary)
                    ? (true, Pairs(dictionary, Member), StructuredFieldWriter.Write(dictionary))
                    : default;
        }
    }

    private static object Member(StructuredMember member) => member.InnerList is { } items
        ? new object[] { items.Select(item => Item(item.Value, item.Parameters)), Pairs(member.Parameters, Value) }
        : Item(member.Value, member.Parameters);

    private static object Item(BareItem value, OrderedMembers<BareItem> parameters) => new[] { Value(value), Pairs(parameters, Value) };

    private static object[][] Pairs<T>(OrderedMembers<T> members, Func<T, object> value) =>
        [.. Enumerable.Range(0, members.Count).Select(index => new[] { members[index].Key, value(members[index].Value) })];

    private static object Value(BareItem item) => item.Type switch
    {
        StructuredFieldType.Integer => item.Integer,
        StructuredFieldType.Decimal => item.Decimal,
        StructuredFieldType.String => item.Text!,
        StructuredFieldType.Token => Typed("token", item.Text!),
        StructuredFieldType.ByteSequence => Typed("binary", Base32(item.Bytes!)),
        StructuredFieldType.Boolean => item.Integer == 1,
        StructuredFieldType.Date => Typed("date", item.Integer),
        _ => Typed("displaystring", item.Text!),
    };

    private static Dictionary<string, object> Typed(string type, object value) => new() { ["__type"] = type, ["value"] = value };

    /// <summary>RFC 4648 section 6, in which the suite writes bytes.</summary>
    private static string Base32(byte[] bytes)
    {
        const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
        var bits = string.Concat(bytes.Select(value => value.ToString("b8", CultureInfo.InvariantCulture)));
        var text = string.Concat(bits.Chunk(5).Select(chunk => Alphabet[Convert.ToInt32(new string(chunk).PadRight(5, '0'), 2)]));
        return text.PadRight((text.Length + 7) / 8 * 8, '=');
    }
}
