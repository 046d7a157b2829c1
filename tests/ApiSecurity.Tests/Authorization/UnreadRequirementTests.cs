using ApiSecurity.Authentication;
using ApiSecurity.Authorization;
using ApiSecurity.Tests.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ApplicationParts;
using Microsoft.AspNetCore.Mvc.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Razor.Hosting;
using Microsoft.AspNetCore.SignalR;

namespace ApiSecurity.Tests.Authorization;

/// <summary>Places where the framework does not read what is asked for: there it must not look as if it were.</summary>
public sealed class UnreadRequirementTests
{
    [Fact]
    public async Task On_a_pages_handler_they_stop_the_start()
    {
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => TestApp.StartAsync(
            app => app.MapRazorPages(), services: builder => builder.Services.AddRazorPages().ConfigureApplicationPartManager(parts => With(parts, typeof(HandlerPage)))));

        Assert.Contains("HandlerModel.OnPost has [RequirePermission] or another [Require…] attribute, which Razor Pages do not read on a handler's method.", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("HandlerModel.OnGet has", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task On_a_pages_model_they_hold()
    {
        await using var app = await JwtApp.StartAsync(
            services: builder => builder.Services.AddRazorPages().ConfigureApplicationPartManager(parts => With(parts, typeof(ModelPage))),
            map: app => app.MapRazorPages());

        Assert.Equal((403, 200), await AskAsync(app, "/ModelPage"));
    }

    [Theory]
    [InlineData("method", "GET /x")]
    [InlineData("lambda", "GET /x")]
    [InlineData("capturing lambda", "GET /x")]
    [InlineData("request delegate", "GET /x")]
    [InlineData("request delegate lambda", "GET /x")]
    public async Task On_the_class_of_a_minimal_APIs_handler_they_stop_the_start(string kind, string endpoint)
    {
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => TestApp.StartAsync(app => Handlers.Map(app, kind)));

        Assert.Contains($"Handlers has [RequirePermission] or another [Require…] attribute, which is not read for {endpoint}:", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("controller")]
    [InlineData("page")]
    public async Task On_what_falls_back_to_an_action_or_a_page_they_stop_the_start(string kind)
    {
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => TestApp.StartAsync(
            app => _ = kind == "controller"
                ? app.MapFallbackToController("Get", "Filtered").RequirePermission("orders.write")
                : app.MapFallbackToPage("/ModelPage").RequirePermission("orders.write"),
            services: builder => builder.Services.AddRazorPages().ConfigureApplicationPartManager(parts => With(parts, typeof(ModelPage))).Services
                .AddControllers().OnlyControllers(typeof(FilteredController))));

        Assert.Contains("ANY /{*path:nonfile} has [RequirePermission] or another [Require…] attribute, or a policy with the like, which is not read: routing takes the action or the page that it falls back to,", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("policy", true)]
    [InlineData("scope", true)]
    [InlineData("named", true)]
    [InlineData("data", true)]
    [InlineData("other", false)]
    [InlineData("other named", false)]
    public async Task In_a_policy_of_what_falls_back_to_an_action_they_stop_the_start(string kind, bool stops)
    {
        async Task StartAsync() => await (await TestApp.StartAsync(
            app =>
            {
                var fallback = app.MapFallbackToController("Get", "Filtered");
                _ = kind switch
                {
                    "policy" => fallback.RequireAuthorization(policy => policy.RequirePermission("admin")),
                    "scope" => fallback.RequireAuthorization(policy => policy.RequireScope("admin")),
                    "named" => fallback.RequireAuthorization("admin"),
                    "data" => fallback.WithMetadata(new OwnRequirement()),
                    "other" => fallback.RequireAuthorization(policy => policy.RequireRole("admin")),
                    _ => fallback.RequireAuthorization("boss"),
                };
            },
            services: builder =>
            {
                builder.Services.AddControllers().OnlyControllers(typeof(FilteredController));
                builder.Services.AddAuthorizationBuilder()
                    .AddPolicy("admin", policy => policy.RequirePermission("admin")).AddPolicy("boss", policy => policy.RequireRole("boss"));
            })).DisposeAsync();

        if (!stops)
        {
            await StartAsync();
            return;
        }

        var error = await Assert.ThrowsAsync<InvalidOperationException>(StartAsync);
        Assert.Contains("ANY /{*path:nonfile} has [RequirePermission] or another [Require…] attribute, or a policy with the like, which is not read:", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("interface", "IInterfaced")]
    [InlineData("class", "IInterfaced")]
    [InlineData("explicit", "IInterfaced")]
    [InlineData("generic method", "IGeneric`1")]
    [InlineData("static", "IStatic")]
    [InlineData("default", "IInterfaced")]
    [InlineData("request delegate", "IRaw")]
    public async Task On_an_interface_of_a_minimal_APIs_handler_they_stop_the_start(string kind, string face)
    {
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => TestApp.StartAsync(app => Faces.Map(app, kind)));

        Assert.Contains($"{face} has [RequirePermission] or another [Require…] attribute, which is not read for GET /x:", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task On_an_interface_of_a_minimal_APIs_handler_they_do_no_harm_where_they_are_said_again()
    {
        IInterfaced face = new Faces();
        await using var app = await JwtApp.StartAsync(map: app =>
        {
            app.MapGet("/x", face.Save).RequirePermission("orders.write");
            app.MapGet("/both", face.Both);
            app.MapGet("/get", face.Get);
        });

        Assert.Equal((403, 200), await AskAsync(app, "/x"));
        Assert.Equal((403, 200), await AskAsync(app, "/both"));
        Assert.Equal((200, 200), await AskAsync(app, "/get"));
    }

    [Fact]
    public async Task On_an_interface_of_a_hub_they_stop_the_start()
    {
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => TestApp.StartAsync(
            app =>
            {
                app.MapHub<FacedHub>("/hub").RequirePermission("orders.write");
                app.MapHub<FacedHub>("/again");
            },
            services: builder => builder.Services.AddSignalR()));

        Assert.Contains("IInterfaced has [RequirePermission] or another [Require…] attribute for FacedHub.Save, and SignalR reads no attributes of interfaces.", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("FacedHub.Get", error.Message, StringComparison.Ordinal);
        await using var app = await TestApp.StartAsync(
            app => app.MapHub<FacedHub>("/hub").RequirePermission("orders.write"), services: builder => builder.Services.AddSignalR());
    }

    [Fact]
    public async Task On_an_interface_of_a_page_they_stop_the_start()
    {
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => TestApp.StartAsync(
            app => app.MapRazorPages(), services: builder => builder.Services.AddRazorPages().ConfigureApplicationPartManager(parts => With(parts, typeof(FacedPage)))));

        Assert.Contains("IPosting has [RequirePermission] or another [Require…] attribute for FacedModel.OnPost, and Razor Pages read no attributes of interfaces.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task On_a_minimal_APIs_handler_they_hold()
    {
        await using var app = await JwtApp.StartAsync(map: app => app.MapGet("/x", OwnHandlers.Get));

        Assert.Equal((403, 200), await AskAsync(app, "/x"));
    }

    [Fact]
    public async Task On_an_interface_of_a_controller_they_stop_the_start()
    {
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => TestApp.StartAsync(
            app => app.MapControllers(), services: builder => builder.Services.AddControllers().OnlyControllers(typeof(InterfacedController))));

        Assert.Contains("IInterfaced has [RequirePermission] or another [Require…] attribute for InterfacedController.Save, and MVC reads no attributes of interfaces.", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("InterfacedController.Get", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("InterfacedController.Both", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("data")]
    [InlineData("factory")]
    [InlineData("type")]
    [InlineData("possession")]
    [InlineData("signature")]
    public async Task In_an_AuthorizeFilter_they_stop_the_start(string kind)
    {
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => TestApp.StartAsync(app => app.MapControllers(), services: builder => builder.Services
            .AddControllers(options => options.Filters.Add(kind switch
            {
                "data" => new AuthorizeFilter([new RequirePermissionAttribute("orders.write")]),
                "possession" => new AuthorizeFilter([new RequireProofOfPossessionAttribute()]),
                "signature" => new AuthorizeFilter([new RequireHttpSignatureAttribute("content-digest")]),
                "factory" => new AuthorizeFilter([new AuthorizeAttribute(), new RequireScopeAttribute("orders")]),
                _ => new TypeFilterAttribute(typeof(AuthorizeFilter)) { Arguments = [new IAuthorizeData[] { new RequirePermissionAttribute("orders.write") }] },
            }))
            .OnlyControllers(typeof(FilteredController))));

        Assert.Contains("FilteredController.Get (ApiSecurity.Tests) has [RequirePermission] or another [Require…] attribute, which AuthorizeFilter does not read. Give it a policy:", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task In_an_AuthorizeFilters_policy_they_hold()
    {
        await using var app = await JwtApp.StartAsync(
            services: builder => builder.Services
                .AddControllers(options => options.Filters.Add(new AuthorizeFilter(new AuthorizationPolicyBuilder().RequirePermission("orders.write").Build())))
                .OnlyControllers(typeof(FilteredController)),
            map: app => app.MapControllers());

        Assert.Equal((403, 200), await AskAsync(app, "/filtered"));
    }

    [Fact]
    public async Task What_a_filter_of_all_actions_closes_is_not_opened_with_what_says_nothing()
    {
        await using var app = await JwtApp.StartAsync(
            services: builder => builder.Services.AddControllers(options => options.Filters.Add(new AuthorizeFilter())).OnlyControllers(typeof(FilteredController)),
            map: app => app.MapControllers().AsPublicEndpointUnlessAuthorized("a test"));

        using var anonymous = await app.GetAsync("/filtered", token: null);
        using var known = await app.GetAsync("/filtered", app.Tokens().Mint());

        Assert.Equal((401, 200), ((int)anonymous.StatusCode, (int)known.StatusCode));
        using var open = await app.GetAsync("/filtered/open", token: null);
        Assert.Equal(200, (int)open.StatusCode);
        Assert.Contains("exposed GET /filtered/open  (AllowAnonymous, which makes void what else it asks for)", DenyByDefaultTests.Summary(app), StringComparison.Ordinal);
    }

    private static async Task<(int Without, int With)> AskAsync(TestApp app, string path)
    {
        using var without = await app.GetAsync(path, app.Tokens().Mint());
        using var with = await app.GetAsync(path, app.Tokens().MintFor("alice", "north", "orders.write"));
        return ((int)without.StatusCode, (int)with.StatusCode);
    }

    private static void With(ApplicationPartManager parts, Type page)
    {
        parts.ApplicationParts.Clear();
        parts.ApplicationParts.Add(new PagePart(page));
    }

    [RequirePermission("orders.write")]
    private static class Handlers
    {
        public static void Map(WebApplication app, string kind)
        {
            _ = kind switch
            {
                "method" => app.MapGet("/x", Get),
                "lambda" => app.MapGet("/x", () => "x"),
                "request delegate" => app.MapGet("/x", Raw),
                "request delegate lambda" => app.MapGet("/x", context => context.Response.WriteAsync(kind)),
                _ => app.MapGet("/x", () => kind),
            };
        }

        private static Task Raw(HttpContext context) => context.Response.WriteAsync("raw");

        private static string Get() => "x";
    }

    [RequirePermission("orders.write")]
    private static class OwnHandlers
    {
        [RequirePermission("orders.write")]
        public static string Get() => "x";
    }

    private sealed class OwnRequirement : Attribute, IAuthorizationRequirementData
    {
        public IEnumerable<IAuthorizationRequirement> GetRequirements() => new RequirePermissionAttribute("admin").GetRequirements();
    }

    private sealed class FacedHub : Hub, IInterfaced
    {
        public string Save() => "saved";

        public string Both() => "both";

        public string Get() => "got";
    }

    private interface IGeneric<T>
    {
        [RequireScope("orders")]
        string Save<TOther>();
    }

    private interface IStatic
    {
        [RequireScope("orders")]
        static abstract string Save();
    }

    private interface IRaw
    {
        [RequireScope("orders")]
        Task SaveAsync(HttpContext context);
    }

    private interface IDefault : IInterfaced
    {
        string IInterfaced.Save() => "default";
    }

    private sealed class Defaults : IDefault
    {
        public string Both() => "both";

        public string Get() => "got";
    }

    private sealed class Explicit : IInterfaced
    {
        string IInterfaced.Save() => "saved";

        public string Both() => "both";

        public string Get() => "got";
    }

    private sealed class Faces : IInterfaced, IGeneric<string>, IStatic, IRaw
    {
        static string IStatic.Save() => "static";

        public static void Map(WebApplication app, string kind) => Map<Faces>(app, kind, new Faces(), new Faces(), new Faces());

        private static void Map<T>(WebApplication app, string kind, IInterfaced face, IGeneric<string> generic, IRaw raw)
            where T : IStatic
        {
            _ = kind switch
            {
                "interface" => app.MapGet("/x", face.Save),
                "class" => app.MapGet("/x", ((Faces)face).Save),
                "explicit" => app.MapGet("/x", ((IInterfaced)new Explicit()).Save),
                "generic method" => app.MapGet("/x", generic.Save<object>),
                "static" => app.MapGet("/x", T.Save),
                "default" => app.MapGet("/x", ((IInterfaced)new Defaults()).Save),
                _ => app.MapGet("/x", raw.SaveAsync),
            };
        }

        public string Save() => "saved";

        [RequirePermission("orders.write")]
        public string Both() => "both";

        public string Get() => "got";

        public string Save<TOther>() => typeof(TOther).Name;

        public Task SaveAsync(HttpContext context) => context.Response.WriteAsync("raw");
    }

    /// <summary>A page as the Razor compiler would have made it.</summary>
    private sealed class PagePart(Type page) : ApplicationPart, IRazorCompiledItemProvider
    {
        public override string Name => page.Name;

        public IEnumerable<RazorCompiledItem> CompiledItems => [new CompiledPage(page)];
    }

    private sealed class CompiledPage(Type page) : RazorCompiledItem
    {
        public override string Identifier => $"/Pages/{page.Name}.cshtml";

        public override string Kind => "mvc.1.0.razor-page";

        public override IReadOnlyList<object> Metadata => [];

        public override Type Type => page;
    }
}

public class HandlerPage : Page
{
    public HandlerModel Model => (HandlerModel)ViewContext.ViewData.Model!;

    public override Task ExecuteAsync() => Task.CompletedTask;
}

public class HandlerModel : PageModel
{
    public void OnGet() => ViewData["x"] = "x";

#pragma warning disable MVC1001 // The framework's analyzer says the same, where it runs and is heard.
    [RequirePermission("orders.write")]
#pragma warning restore MVC1001
    public void OnPost() => ViewData["x"] = "y";
}

public interface IPosting
{
#pragma warning disable MVC1001 // As above.
    [RequirePermission("orders.write")]
#pragma warning restore MVC1001
    void OnPost();
}

public class FacedPage : Page
{
    public FacedModel Model => (FacedModel)ViewContext.ViewData.Model!;

    public override Task ExecuteAsync() => Task.CompletedTask;
}

public class FacedModel : PageModel, IPosting
{
    public void OnPost() => ViewData["x"] = "y";
}

public class ModelPage : Page
{
    public GuardedModel Model => (GuardedModel)ViewContext.ViewData.Model!;

    public override Task ExecuteAsync() => Task.CompletedTask;
}

[RequirePermission("orders.write")]
public class GuardedModel : PageModel;

[Route("filtered")]
public class FilteredController : ControllerBase
{
    [HttpGet]
    public string Get() => "filtered";

    [HttpGet("open")]
    [AllowAnonymous]
    public string Open() => "open";
}

public interface IInterfaced
{
    [RequirePermission("orders.write")]
    string Save();

    [RequirePermission("orders.write")]
    string Both();

    string Get();
}

[Route("interfaced")]
public class InterfacedController : ControllerBase, IInterfaced
{
    [HttpPost]
    public string Save() => "saved";

    [HttpPut]
    [RequirePermission("orders.write")]
    public string Both() => "both";

    [HttpGet]
    public string Get() => "got";
}
