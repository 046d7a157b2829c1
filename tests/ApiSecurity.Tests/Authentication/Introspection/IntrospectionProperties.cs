using System.Text;
using System.Text.RegularExpressions;
using ApiSecurity.Authentication;
using FsCheck.Xunit;

namespace ApiSecurity.Tests.Authentication;

/// <summary>Whatever an authorization server or a client sends: an outcome or a refusal, and a yes only where it was said.</summary>
public sealed class IntrospectionProperties
{
    private const int Now = 1_767_225_600;

    private static readonly AnswerPolicy Policy = new(new() { Audience = "shop", Authority = IntrospectingServer.Issuer }, new());

    private static readonly byte[] Good = Encoding.UTF8.GetBytes(
        $$"""{"active":true,"iss":"https://id.example.com","aud":["shop","b"],"sub":"alice","client_id":"web","scope":"a b","exp":{{Now + 100}},"iat":{{Now}},"nbf":{{Now}},"cnf":null,"x":{"y":[1,2.5,false]},"token_type":"Bearer"}""");

    [Property(MaxTest = 2000)]
    public void An_answer_with_wrong_bytes_is_none_or_says_what_it_says(ushort[] places, byte[] values)
    {
        var bytes = Good.ToArray();
        for (var index = 0; index < Math.Min(places.Length, values.Length); index++)
        {
            bytes[places[index] % bytes.Length] = values[index];
        }

        AssertHonest(bytes);
    }

    [Property(MaxTest = 2000)]
    public void An_answer_that_is_cut_and_pasted_is_none_or_says_what_it_says(ushort from, ushort length, ushort to)
    {
        var bytes = Good.ToList();
        var start = from % bytes.Count;
        var piece = bytes.GetRange(start, length % (bytes.Count - start));
        bytes.InsertRange(to % bytes.Count, piece);

        AssertHonest([.. bytes]);
    }

    [Property(MaxTest = 1000)]
    public void Any_bytes_at_all_are_no_yes(byte[] bytes) => AssertHonest(bytes);

    [Property(MaxTest = 2000)]
    public void A_token_has_the_form_that_RFC_6750_gives_it(string? text)
    {
        var expected = Regex.IsMatch(text ?? string.Empty, @"\A[A-Za-z0-9\-._~+/]+=*\z", RegexOptions.NonBacktracking);

        Assert.Equal(expected, OpaqueToken.HasForm(text));
        Assert.True(OpaqueToken.Of("Bearer " + text, out var scheme) is not null && scheme == "Bearer");
        _ = OpaqueToken.Of(text ?? string.Empty, out _);
    }

    /// <summary>Held against another reader of JSON.</summary>
    private static void AssertHonest(byte[] bytes)
    {
        IntrospectionOutcome outcome;
        try
        {
            outcome = AnswerReader.Read(RemoteAnswer.ReadObject(bytes), Policy, DateTimeOffset.FromUnixTimeSeconds(Now));
        }
        catch (RemoteServerException)
        {
            return;
        }

        if (outcome.Ticket is null)
        {
            Assert.NotNull(outcome.Rejected);
            return;
        }

        var json = Newtonsoft.Json.Linq.JObject.Parse(Encoding.UTF8.GetString(bytes));
        Assert.True(json["active"]!.Type == Newtonsoft.Json.Linq.JTokenType.Boolean && (bool)json["active"]!);
        Assert.Contains("shop", json["aud"]!.Type == Newtonsoft.Json.Linq.JTokenType.Array ? json["aud"]!.Select(item => (string?)item) : [(string?)json["aud"]]);
        Assert.True(json["exp"] is null || json["exp"]!.Type == Newtonsoft.Json.Linq.JTokenType.Null || (double)json["exp"]! > Now - 30);
        Assert.True(outcome.Until <= DateTimeOffset.FromUnixTimeSeconds(Now) + TimeSpan.FromMinutes(1));
    }
}
