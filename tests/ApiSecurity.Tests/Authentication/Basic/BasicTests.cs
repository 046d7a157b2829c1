using System.Text;
using ApiSecurity.Authentication;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace ApiSecurity.Tests.Authentication;

public sealed class BasicTests
{
    [Fact]
    public async Task A_user_of_the_configuration_gets_in_with_the_password_and_with_no_other()
    {
        await using var app = await BasicApp.StartAsync(settings: new(BasicApp.Configured())
        {
            ["Basic:Users:alice:Subject"] = "4711",
            ["Basic:Users:alice:Tenant"] = "north",
            ["Basic:Users:alice:Permissions:0"] = "orders.read",
        });

        for (var time = 0; time < 3; time++)
        {
            using var response = await app.AskAsync(BasicApp.Header("alice", BasicApp.Password));
            Assert.Equal("4711|north|orders.read", await response.TextAsync());
        }

        await app.AssertPasswordRefusedAsync("password_wrong", BasicApp.Header("alice", BasicApp.Password + "!"));
        await app.AssertPasswordRefusedAsync("password_wrong", BasicApp.Header("Alice", BasicApp.Password));
        await app.AssertPasswordRefusedAsync("password_wrong", BasicApp.Header("bob", BasicApp.Password));
    }

    [Fact]
    public async Task Without_a_credential_clients_are_told_how()
    {
        await using var app = await BasicApp.StartAsync(settings: new(BasicApp.Configured()) { ["Basic:Realm"] = "the shop" });

        using var response = await app.AskAsync(null);

        Assert.Equal((401, "Basic realm=\"the shop\", charset=\"UTF-8\""), ((int)response.StatusCode, response.Headers.WwwAuthenticate.ToString()));
        using var open = await app.AskAsync(null, "https://localhost/open");
        Assert.Equal("nobody", await open.TextAsync());
    }

    [Fact]
    public async Task Options_can_be_set_in_code_after_the_configuration()
    {
        await using var app = await BasicApp.StartAsync(
            settings: new(BasicApp.Configured()) { ["Basic:Realm"] = "configured" },
            services: services => services.AddApiSecurity().AddBasic(basic => basic.Configure(options => options.Realm = "warehouse")));

        using var response = await app.AskAsync(null);

        Assert.Equal("Basic realm=\"warehouse\", charset=\"UTF-8\"", response.Headers.WwwAuthenticate.ToString());
    }

    [Fact]
    public async Task Beside_tokens_each_credential_goes_to_its_scheme()
    {
        await using var app = await BasicApp.StartAsync(settings: BasicApp.Configured(), withJwt: true);

        using var password = await app.AskAsync(BasicApp.Header("alice", BasicApp.Password));
        Assert.Equal("alice||", await password.TextAsync());
        using var token = await app.AskAsync("Bearer " + app.Tokens().Mint("bob"));
        Assert.StartsWith("bob|", await token.TextAsync(), StringComparison.Ordinal);
        using var none = await app.AskAsync(null);
        Assert.Contains("Basic", none.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
        Assert.Contains("Bearer", none.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("pässwörd €")]
    [InlineData("with:colons::")]
    [InlineData(" spaces ")]
    [InlineData("🔑")]
    public async Task Passwords_have_any_letters(string password)
    {
        await using var app = await BasicApp.StartAsync(new MemoryUsers().With("jürgen", BasicPasswordHash.Create(password)));

        Assert.Equal(200, await app.StatusAsync("jürgen", password));
        // The same letters, taken apart.
        Assert.Equal(200, await app.StatusAsync("jürgen".Normalize(NormalizationForm.FormD), password.Normalize(NormalizationForm.FormD)));
        Assert.Equal(401, await app.StatusAsync("jürgen", password + "x"));
    }

    [Fact]
    public async Task A_changed_password_and_a_removed_user_end_at_once()
    {
        var users = new MemoryUsers().With("alice", BasicApp.Hash);
        await using var app = await BasicApp.StartAsync(users);
        Assert.Equal(200, await app.StatusAsync("alice", BasicApp.Password));
        Assert.Equal(200, await app.StatusAsync("alice", BasicApp.Password));

        users.With("alice", BasicPasswordHash.Create("another"));
        Assert.Equal(401, await app.StatusAsync("alice", BasicApp.Password));
        Assert.Equal(200, await app.StatusAsync("alice", "another"));

        users.Users.Clear();
        Assert.Equal(401, await app.StatusAsync("alice", "another"));
    }

    [Fact]
    public async Task A_password_that_is_set_ends_what_was_known_of_wrong_ones()
    {
        var users = new MemoryUsers().With("alice", BasicPasswordHash.Create("another"));
        await using var app = await BasicApp.StartAsync(users);
        Assert.Equal(401, await app.StatusAsync("alice", BasicApp.Password));

        users.With("alice", BasicApp.Hash);
        Assert.Equal(200, await app.StatusAsync("alice", BasicApp.Password));
    }

    [Fact]
    public async Task Users_of_the_configuration_follow_a_reload()
    {
        await using var app = await BasicApp.StartAsync(settings: BasicApp.Configured());
        Assert.Equal(200, await app.StatusAsync("alice", BasicApp.Password));

        app.App.Configuration["ApiSecurity:Basic:Users:alice:PasswordHash"] = BasicPasswordHash.Create("another");
        ((IConfigurationRoot)app.App.Configuration).Reload();

        Assert.Equal(401, await app.StatusAsync("alice", BasicApp.Password));
        Assert.Equal(200, await app.StatusAsync("alice", "another"));
    }

    [Fact]
    public async Task A_password_is_hashed_once_and_again_after_RememberFor()
    {
        var hasher = new CountingHasher();
        await using var app = await TestApp.StartAsync(
            app => app.MapGet("/me", () => "me"),
            new() { ["Basic:Users:alice:PasswordHash"] = BasicApp.Hash, ["Basic:RememberFor"] = "00:01:00" },
            builder =>
            {
                builder.Services.AddApiSecurity().AddBasic();
                builder.Services.AddSingleton<IPasswordHasher<BasicUser>>(hasher);
            });
        for (var time = 0; time < 3; time++)
        {
            Assert.Equal(200, await app.StatusAsync("alice", BasicApp.Password));
            Assert.Equal(401, await app.StatusAsync("alice", "wrong"));
        }

        Assert.Equal(2, hasher.Count);

        app.Time.Advance(TimeSpan.FromSeconds(60));
        Assert.Equal(200, await app.StatusAsync("alice", BasicApp.Password));
        Assert.Equal(3, hasher.Count);
    }

    [Fact]
    public async Task A_weak_hash_is_replaced_by_a_strong_one_after_a_sign_in()
    {
        var weak = new PasswordHasher<BasicUser>(Options.Create(new PasswordHasherOptions { IterationCount = 1_000 })).HashPassword(null!, BasicApp.Password);
        var users = new MemoryUsers().With("alice", weak);
        await using var app = await BasicApp.StartAsync(users);

        Assert.Equal(401, await app.StatusAsync("alice", "wrong"));
        Assert.Equal(weak, users.Users["alice"].PasswordHash);
        Assert.Equal(200, await app.StatusAsync("alice", BasicApp.Password));

        Assert.NotEqual(weak, users.Users["alice"].PasswordHash);
        Assert.Equal(200, await app.StatusAsync("alice", BasicApp.Password));
    }

    [Theory]
    [InlineData("Basic:Users:alice:PasswordHash", "secret", "PasswordHash is no hash of a password")]
    [InlineData("Basic:Users:a:b:PasswordHash", "secret", "is not a key that ApiSecurity knows")]
    [InlineData("Basic:Realm", "a\"b", "Realm can't stand in a header")]
    [InlineData("Basic:Iterations", "1000", "Write a number from 100000 to 10000000.")]
    [InlineData("Basic:MaxConcurrentChecks", "0", "Write a number from 1 to 1024")]
    [InlineData("Basic:RememberFor", "1.00:00:00", "Write a time from")]
    [InlineData("Basic:Mode", "Report", "Mode is Report, but a password proves who calls")]
    public async Task A_wrong_setting_stops_the_start(string key, string value, string message)
    {
        var error = await Assert.ThrowsAnyAsync<Exception>(() => TestApp.StartAsync(
            settings: new(BasicApp.Configured()) { [key] = value }, services: builder => builder.Services.AddApiSecurity().AddBasic()));

        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("j\u00fcrgen", "ju\u0308rgen", "is the same name as another")]
    [InlineData("alice", "bob\ufffe", "is no name that a client can send")]
    public async Task Names_that_become_one_or_none_stop_the_start(string one, string other, string message)
    {
        var error = await Assert.ThrowsAnyAsync<Exception>(() => BasicApp.StartAsync(
            settings: new() { [$"Basic:Users:{one}:PasswordHash"] = BasicApp.Hash, [$"Basic:Users:{other}:PasswordHash"] = BasicApp.Hash }));

        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_hash_of_too_few_iterations_stops_the_start()
    {
        var weak = new PasswordHasher<BasicUser>(Options.Create(new PasswordHasherOptions { IterationCount = 10_000 })).HashPassword(null!, "x");
        var error = await Assert.ThrowsAnyAsync<Exception>(() => BasicApp.StartAsync(settings: new() { ["Basic:Users:alice:PasswordHash"] = weak }));

        Assert.Contains("was made with 10000 iterations, which is too few", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Users_without_AddBasic_and_AddBasic_without_users_stop_the_start()
    {
        var unused = await Assert.ThrowsAsync<InvalidOperationException>(() => TestApp.StartAsync(settings: BasicApp.Configured()));
        Assert.Contains("ApiSecurity:Basic is configured, but no password is accepted. Call builder.Services.AddApiSecurity().AddBasic()", unused.Message, StringComparison.Ordinal);

        var none = await Assert.ThrowsAsync<InvalidOperationException>(() => TestApp.StartAsync(services: builder => builder.Services.AddApiSecurity().AddBasic()));
        Assert.Contains("AddBasic() is called, but there are no users", none.Message, StringComparison.Ordinal);
    }

    private sealed class CountingHasher : PasswordHasher<BasicUser>
    {
        public int Count { get; private set; }

        public override PasswordVerificationResult VerifyHashedPassword(BasicUser user, string hashedPassword, string providedPassword)
        {
            Count++;
            return base.VerifyHashedPassword(user, hashedPassword, providedPassword);
        }
    }
}
