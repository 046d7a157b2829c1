using ApiSecurity.Authorization;
using ApiSecurity.Tests.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ApplicationParts;
using Microsoft.AspNetCore.Mvc.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Razor.Hosting;

namespace ApiSecurity.Tests.Authorization;

/// <summary>Places where the framework does not read what is asked for: there it must not look as if it were.</summary>
public sealed class UnreadRequirementTests
{
    [Fact]
    public async Task On_a_pages_handler_they_stop_the_start()
    {
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => TestApp.StartAsync(
            app => app.MapRazorPages(), services: builder => builder.Services.AddRazorPages().ConfigureApplicationPartManager(parts => With(parts, typeof(HandlerPage)))));

        Assert.Contains("HandlerModel.OnPost has [RequirePermission] or [RequireScope], which Razor Pages do not read on a handler's method.", error.Message, StringComparison.Ordinal);
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

        Assert.Contains($"Handlers has [RequirePermission] or [RequireScope], which is not read for {endpoint}:", error.Message, StringComparison.Ordinal);
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

        Assert.Contains("ANY /{*path:nonfile} has [RequirePermission] or [RequireScope], which is not read: routing takes the action or the page that it falls back to,", error.Message, StringComparison.Ordinal);
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

        Assert.Contains("IInterfaced has [RequirePermission] or [RequireScope] for InterfacedController.Save, and MVC reads no attributes of interfaces.", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("InterfacedController.Get", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("InterfacedController.Both", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("data")]
    [InlineData("factory")]
    [InlineData("type")]
    public async Task In_an_AuthorizeFilter_they_stop_the_start(string kind)
    {
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => TestApp.StartAsync(app => app.MapControllers(), services: builder => builder.Services
            .AddControllers(options => options.Filters.Add(kind switch
            {
                "data" => new AuthorizeFilter([new RequirePermissionAttribute("orders.write")]),
                "factory" => new AuthorizeFilter([new AuthorizeAttribute(), new RequireScopeAttribute("orders")]),
                _ => new TypeFilterAttribute(typeof(AuthorizeFilter)) { Arguments = [new IAuthorizeData[] { new RequirePermissionAttribute("orders.write") }] },
            }))
            .OnlyControllers(typeof(FilteredController))));

        Assert.Contains("FilteredController.Get (ApiSecurity.Tests) has [RequirePermission] or [RequireScope], which AuthorizeFilter does not read. Give it a policy:", error.Message, StringComparison.Ordinal);
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
            map: app => app.MapControllers().AllowAnonymousUnlessAuthorized());

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
