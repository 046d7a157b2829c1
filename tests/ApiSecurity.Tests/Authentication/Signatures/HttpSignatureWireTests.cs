using System.Globalization;
using System.Text;
using ApiSecurity.Authentication;
using ApiSecurity.Tests.Transport;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace ApiSecurity.Tests.Authentication.Signatures;

/// <summary>Signed requests byte by byte: forms of the target, hosts, framing, trailers, and what is done to the two header fields.</summary>
public sealed class HttpSignatureWireTests
{
    [Fact]
    public async Task The_absolute_form_names_the_same_target_and_no_other_host()
    {
        await using var app = await SignatureApp.StartAsync(kestrel: true);
        var authority = app.Address.Authority;
        var call = Call(app);

        Assert.Equal(200, (await SendAsync(app, call, target: $"http://{authority}{call.Target}")).Status);
        call.With("nonce", "\"second\"");
        Assert.Equal(400, (await SendAsync(app, call, target: $"http://other.example{call.Target}")).Status);
        Assert.Equal(400, (await SendAsync(app, call, host: "other.example", target: $"http://{authority}{call.Target}")).Status);
        Assert.Equal(200, (await SendAsync(app, call)).Status);
    }

    [Fact]
    public async Task The_host_counts_as_the_client_named_it_in_any_case()
    {
        await using var app = await SignatureApp.StartAsync(kestrel: true);
        var call = Call(app);
        call.Authority = $"LocalHost:{app.Address.Port}".ToLowerInvariant();

        Assert.Equal(401, (await SendAsync(app, call)).Status);
        Assert.Equal(200, (await SendAsync(app, call.With("nonce", "\"b\""), host: $"LocalHost:{app.Address.Port}")).Status);
    }

    [Theory]
    [InlineData("X-Order: one\r\n two\r\n")]
    [InlineData("X-Order: one\r\n\ttwo\r\n")]
    [InlineData("X-Order : one two\r\n")]
    [InlineData("X-Order: one two\0\r\n")]
    public async Task Fields_that_two_readers_could_read_in_two_ways_do_not_get_as_far(string field)
    {
        await using var app = await SignatureApp.StartAsync(kestrel: true);
        var call = Call(app).WithHeader("x-order", "one two");

        Assert.Equal(400, (await SendAsync(app, call, fields: field)).Status);
    }

    [Theory]
    [InlineData("X-Order: one two\r\n", 200)]
    [InlineData("X-Order: \t one two \t\r\n", 200)]
    [InlineData("x-ORDER: one two\r\n", 200)]
    [InlineData("X-Order: one two\r\nX-Order:\r\n", 401)]
    [InlineData("X-Order: one two\r\nX-Order: one two\r\n", 401)]
    [InlineData("X-Order: one\u00a0two\r\n", 400)]
    public async Task Lines_of_a_field_are_read_as_they_were_signed(string fields, int status)
    {
        await using var app = await SignatureApp.StartAsync(kestrel: true);

        Assert.Equal(status, (await SendAsync(app, Call(app).WithHeader("x-order", "one two"), fields: fields)).Status);
    }

    [Fact]
    public async Task Chunks_are_framing_and_what_follows_them_is_no_header()
    {
        await using var app = await SignatureApp.StartAsync(kestrel: true);
        var call = SignedCall.Post(app.Time);
        call.Authority = app.Address.Authority;
        var digest = $"Content-Digest: {call.Headers["content-digest"]}\r\n";
        string Chunked(string body, string trailer) =>
            string.Concat(body.Chunk(5).Select(piece => $"{piece.Length:x}\r\n{new string(piece)}\r\n")) + $"0\r\n{trailer}\r\n";
        const string Framing = "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n";

        Assert.Equal(200, (await SendAsync(app, call.With("nonce", "\"a\""), fields: Framing + digest, body: Chunked(call.Body!, ""))).Status);
        Assert.Equal(200, (await SendAsync(app, call.With("nonce", "\"b\""), fields: Framing + digest, body: Chunked(call.Body!, "X-Order: late\r\n"))).Status);
        Assert.Equal(401, (await SendAsync(app, call.With("nonce", "\"c\""), fields: Framing + digest, body: Chunked(call.Body! + " ", ""))).Status);
        Assert.Equal("content_digest_mismatch", (await app.Events.NextAsync()).Reason);
        Assert.Equal(401, (await SendAsync(app, call.With("nonce", "\"d\""), fields: Framing, body: Chunked(call.Body!, digest))).Status);
        Assert.Equal("signature_component_unresolved", (await app.Events.NextAsync()).Reason);
    }

    [Fact]
    public async Task Content_that_is_framed_wrongly_or_longer_than_the_server_takes_is_no_fault_of_the_signature()
    {
        await using var app = await SignatureApp.StartAsync(new() { ["Transport:Limits:MaxBodyBytes"] = "50" }, kestrel: true);
        async Task<RawResponse> Ask(string content, string body)
        {
            var call = SignedCall.Post(app.Time, content);
            call.Authority = app.Address.Authority;
            return await SendAsync(app, call, fields: $"Content-Type: application/json\r\nTransfer-Encoding: chunked\r\nContent-Digest: {call.Headers["content-digest"]}\r\n", body: body);
        }

        Assert.Equal(400, (await Ask("{}", "zz\r\n{}\r\n0\r\n\r\n")).Status);
        var large = await Ask(new string('1', 64), $"40\r\n{new string('1', 64)}\r\n0\r\n\r\n");
        Assert.Equal((413, "content_too_large"), (large.Status, large.Problem("code")));
    }

    [Fact]
    public async Task In_HTTP_2_the_authority_counts_and_a_host_beside_it_does_not()
    {
        await using var app = await SignatureApp.StartAsync(
            services: builder => builder.WebHost.ConfigureKestrel(server => server.ConfigureEndpointDefaults(listen => listen.Protocols = HttpProtocols.Http2)), kestrel: true);
        using var connection = await RawHttp2.ConnectAsync(app.Address);
        var call = Call(app).With("nonce", "\"a\"");
        var forged = Call(app).With("nonce", "\"b\"");
        forged.Authority = "other.example";

        Assert.Equal(200, await AskAsync(1, call, []));
        Assert.Equal(401, await AskAsync(3, forged, RawHttp2.Field("host", "other.example")));

        async Task<int> AskAsync(int stream, SignedCall signed, byte[] more)
        {
            var (input, signature) = signed.Fields();
            byte[] fields = [.. connection.Request(signed.Target), .. more, .. RawHttp2.Field("signature-input", input), .. RawHttp2.Field("signature", signature)];
            Assert.True(await connection.TrySendAsync(RawHttp2.HeadersFrame, RawHttp2.EndStream | RawHttp2.EndHeaders, stream, fields));
            return await connection.ReadStatusAsync();
        }
    }

    [Fact]
    public async Task A_label_is_only_a_name_so_another_makes_no_new_signature()
    {
        await using var app = await SignatureApp.StartAsync();
        var call = SignedCall.Get(app.Time);
        var signature = call.Sign(Encoding.ASCII.GetBytes(call.Base));
        call.Sign = _ => signature;

        await app.AcceptedAsync(call.Build());
        call.Label = "other";
        await app.RefusedAsync(call.Build(), "signature_replayed");
    }

    [Fact]
    public async Task Lines_of_the_two_fields_are_one_and_a_label_comes_once()
    {
        await using var app = await SignatureApp.StartAsync();
        var (input, signature) = SignedCall.Get(app.Time).Fields();
        HttpRequestMessage Request(string[] inputs, string[] signatures)
        {
            var request = new HttpRequestMessage(HttpMethod.Get, SignedCall.Get(app.Time).Target);
            request.Headers.TryAddWithoutValidation("Signature-Input", inputs);
            request.Headers.TryAddWithoutValidation("Signature", signatures);
            return request;
        }

        await app.RefusedAsync(Request([input, input], [signature]), "signature_malformed");
        await app.RefusedAsync(Request([input], [signature, "sig1=:AAAA:"]), "signature_malformed");
        await app.RefusedAsync(Request([input, "sig1=()"], [signature]), "signature_malformed");
        await app.RefusedAsync(Request([input, ""], [signature]), "signature_malformed");
        await app.AcceptedAsync(Request(["proxy=(\"@method\");keyid=\"proxy\"", input], ["proxy=:AAAA:", signature]));
    }

    [Fact]
    public async Task A_nonce_belongs_to_its_key()
    {
        await using var app = await SignatureApp.StartAsync(services: builder => builder.Services.AddApiSecurity().AddHttpSignatures(options =>
            options.Keys["partner-2"] = new HttpSignatureKeyOptions { Algorithm = HttpSignatureAlgorithms.EcdsaP256Sha256, Key = SignedCall.Key.ExportSubjectPublicKeyInfoPem(), Subject = "partner", Tenant = "south" }));

        await app.AcceptedAsync(SignedCall.Get(app.Time, "/open").With("nonce", "\"n\"").Build());
        await app.AcceptedAsync(SignedCall.Get(app.Time, "/open").With("nonce", "\"n\"").With("keyid", "\"partner-2\"").Build());
        foreach (var key in new[] { "partner-1", "partner-2" })
        {
            using var again = await app.SendAsync(SignedCall.Get(app.Time, "/orders").With("nonce", "\"n\"").With("keyid", $"\"{key}\""));
            Assert.Equal("signature_replayed", (await app.Events.NextAsync()).Reason);
        }
    }

    [Theory]
    [InlineData("created", "1767225600.0")]
    [InlineData("created", "@1767225600")]
    [InlineData("created", "\"1767225600\"")]
    [InlineData("created", "9999999999999999")]
    [InlineData("created", "+1767225600")]
    [InlineData("expires", "9999999999999999")]
    [InlineData("expires", "?1")]
    [InlineData("keyid", "partner-1")]
    [InlineData("keyid", ":cGFydG5lci0x:")]
    [InlineData("nonce", "1")]
    [InlineData("tag", "(\"a\")")]
    public async Task Parameters_of_another_type_or_size_are_malformed(string parameter, string value)
    {
        await using var app = await SignatureApp.StartAsync();

        await app.RefusedAsync(SignedCall.Get(app.Time).With(parameter, value).Build(), "signature_malformed");
    }

    [Fact]
    public async Task A_far_end_does_not_make_a_signature_last_longer()
    {
        await using var app = await SignatureApp.StartAsync();
        var call = SignedCall.Get(app.Time).With("expires", "999999999999999").With("nonce", "\"a\"");
        var later = SignedCall.Get(app.Time).With("expires", "999999999999999").With("nonce", "\"b\"").Build();

        await app.AcceptedAsync(call.Build());
        app.Time.Advance(TimeSpan.FromSeconds(331));
        await app.RefusedAsync(later, "signature_expired");
    }

    [Fact]
    public async Task One_digest_that_is_signed_and_right_does_not_excuse_another_that_was_added()
    {
        await using var app = await SignatureApp.StartAsync();
        var call = SignedCall.Post(app.Time);
        var right = call.Headers["content-digest"];
        call.Components.Remove("\"content-digest\"");
        call.Cover("\"content-digest\";key=\"sha-256\"");
        call.Members["content-digest\";key=\"sha-256"] = right["sha-256=".Length..];
        await app.AcceptedAsync(call.With("nonce", "\"a\"").Build());

        call.Headers["content-digest"] = $"{right}, sha-512=:{Convert.ToBase64String(new byte[64])}:";
        await app.RefusedAsync(call.With("nonce", "\"b\"").Build(), "content_digest_mismatch");
    }

    [Fact]
    public async Task A_key_is_replaced_while_both_are_known_and_the_old_one_ends_with_its_removal()
    {
        var keys = new ChangingKeys();
        keys.Add("old");
        await using var app = await SignatureApp.StartAsync(services: builder => ((IConfigurationBuilder)builder.Configuration).Add(keys));
        HttpRequestMessage By(string key) => SignedCall.Get(app.Time, "/orders").With("keyid", $"\"{key}\"").With("nonce", $"\"{Guid.NewGuid()}\"").Build();
        await app.AcceptedAsync(By("old"));
        await app.RefusedAsync(By("new"), "signature_key_unknown");

        keys.Add("new");
        await app.AcceptedAsync(By("old"));
        await app.AcceptedAsync(By("new"));

        keys.Remove("old");
        await app.RefusedAsync(By("old"), "signature_key_unknown");
        await app.AcceptedAsync(By("new"));
    }

    private static SignedCall Call(TestApp app)
    {
        var call = SignedCall.Get(app.Time);
        call.Authority = app.Address.Authority;
        return call;
    }

    private static Task<RawResponse> SendAsync(TestApp app, SignedCall call, string? host = null, string? target = null, string? fields = null, string body = "")
    {
        var (input, signature) = call.Fields();
        return RawHttp.SendAsync(app.Address, string.Create(
            CultureInfo.InvariantCulture,
            $"{call.Method} {target ?? call.Target} HTTP/1.1\r\nHost: {host ?? app.Address.Authority}\r\nConnection: close\r\nSignature-Input: {input}\r\nSignature: {signature}\r\n{fields}\r\n{body}"));
    }

    /// <summary>Keys of one partner, in a configuration that changes.</summary>
    private sealed class ChangingKeys : ConfigurationProvider, IConfigurationSource
    {
        public IConfigurationProvider Build(IConfigurationBuilder builder) => this;

        public void Add(string id)
        {
            Data[$"ApiSecurity:HttpSignatures:Keys:{id}:Algorithm"] = HttpSignatureAlgorithms.EcdsaP256Sha256;
            Data[$"ApiSecurity:HttpSignatures:Keys:{id}:Key"] = SignedCall.Key.ExportSubjectPublicKeyInfoPem();
            Data[$"ApiSecurity:HttpSignatures:Keys:{id}:Subject"] = "partner";
            Data[$"ApiSecurity:HttpSignatures:Keys:{id}:Scopes:0"] = "invoices";
            Data[$"ApiSecurity:HttpSignatures:Keys:{id}:Permissions:0"] = "orders.write";
            OnReload();
        }

        public void Remove(string id)
        {
            foreach (var key in Data.Keys.Where(key => key.Contains($":{id}:", StringComparison.Ordinal)).ToArray())
            {
                Data.Remove(key);
            }

            OnReload();
        }
    }
}
