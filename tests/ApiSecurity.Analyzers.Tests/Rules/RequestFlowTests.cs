namespace ApiSecurity.Analyzers.Tests;

/// <summary>Where text of a request must not arrive: in another server's address, in a path, in a redirect.</summary>
public sealed class RequestFlowTests
{
    [Fact]
    public Task The_server_calls_what_the_client_names() => Code.ExpectAsync(
        """
        app.MapPost("/a", async (IHttpClientFactory http, Import import) => (await http.CreateClient().GetStringAsync(import.Url)).Length);      // APISEC011
        app.MapPost("/b", async (HttpClient http, string host) => await http.GetStringAsync($"https://{host}/prices"));      // APISEC011
        app.MapPost("/c", async (HttpClient http, string address) =>
        {
            var uri = new Uri(new Uri("https://api.example.com"), address);
            return await http.GetStringAsync(uri);      // APISEC011
        });
        app.MapPost("/d", async (HttpClient http, HttpRequest request) =>
        {
            using var message = new HttpRequestMessage(HttpMethod.Get, "https://" + request.Query["to"] + ".example.com");      // APISEC011
            return (await http.SendAsync(message)).StatusCode;
        });

        public sealed record Import(Uri Url);
        """,
        "APISEC011");

    [Fact]
    public Task No_alarm_where_the_host_is_ours_or_was_checked() => Code.ExpectAsync(
        """
        app.MapGet("/a/{id}", async (HttpClient http, string id) => await http.GetStringAsync($"https://api.example.com/items/{id}"));
        app.MapGet("/b/{id}", async (HttpClient http, string id) => await http.GetStringAsync("/items/" + id));
        app.MapGet("/c/{id}", async (HttpClient http, IConfiguration configuration, string id) => await http.GetStringAsync($"{configuration["Base"]}/items/{id}"));
        app.MapPost("/d", async (HttpClient http, Import import) =>
            Partners.Hosts.Contains(import.Url.Host) ? Results.Ok(await http.GetStringAsync(import.Url)) : Results.BadRequest());
        app.MapPost("/e", async (HttpClient http, string url) =>
        {
            if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.Host != "api.example.com")
            {
                return Results.BadRequest();
            }

            return Results.Ok(await http.GetStringAsync(uri));
        });
        app.MapGet("/f/{id:int}", async (HttpClient http, int id) => await http.GetStringAsync($"https://node{id}.example.com/"));
        const string Base = "https://api.example.com";
        app.MapGet("/g/{id}", async (HttpClient http, string id) => await http.GetStringAsync(Base + "/items/" + id));

        public sealed record Import(Uri Url);

        public static class Partners
        {
            public static readonly HashSet<string> Hosts = ["partner.example"];
        }
        """);

    [Fact]
    public Task A_path_is_made_of_the_requests_text() => Code.ExpectAsync(
        """
        using Microsoft.AspNetCore.Mvc;

        app.MapGet("/a/{**name}", (string name) => Results.Text(File.ReadAllText(Path.Combine("/srv/docs", Uri.UnescapeDataString(name)))));      // APISEC015
        app.MapGet("/b", (HttpRequest request) => Results.File(Path.Combine("/srv", request.Query["file"].ToString())));      // APISEC015
        app.MapPost("/c", async (IFormFile file) =>
        {
            await using var stream = new FileStream("/srv/" + file.FileName, FileMode.Create);      // APISEC015
            await file.CopyToAsync(stream);
        });
        app.MapGet("/d/{name}", (string name) => Read(name));

        static string Read(string name)
        {
            var path = $"/srv/docs/{name}.txt";
            return File.ReadAllText(path);      // APISEC015
        }

        public class FilesController : Controller
        {
            [HttpGet("/files/{name}")]
            public IActionResult Get(string name) => PhysicalFile(Path.Combine("/srv", name), "text/plain");      // APISEC015
        }
        """,
        "APISEC015");

    [Fact]
    public Task No_alarm_where_the_name_is_bare_or_known_or_no_text() => Code.ExpectAsync(
        """
        app.MapGet("/a/{name}", (string name) => File.ReadAllText(Path.Combine("/srv", Path.GetFileName(name))));
        app.MapGet("/b/{id:guid}", (Guid id) => File.ReadAllText($"/srv/{id}.txt"));
        app.MapGet("/c/{name}", (Names names, string name) => names.All.Contains(name) ? File.ReadAllText(name) : "");
        app.MapGet("/d/{name}", (string name) =>
        {
            var path = Path.GetFullPath(Path.Combine("/srv/", name));
            return path.StartsWith("/srv/", StringComparison.Ordinal) ? File.ReadAllText(path) : "";
        });
        app.MapPost("/e", async (IFormFile file) =>
        {
            await using var stream = File.Create(Path.Combine("/srv", Path.GetRandomFileName()));
            await file.CopyToAsync(stream);
        });
        app.MapGet("/f", (IWebHostEnvironment environment) => File.ReadAllText(Path.Combine(environment.ContentRootPath, "terms.txt")));

        public sealed class Names
        {
            public IReadOnlySet<string> All { get; } = new HashSet<string>();
        }
        """);

    [Fact]
    public Task A_redirect_leads_where_the_client_says() => Code.ExpectAsync(
        """
        using Microsoft.AspNetCore.Mvc;

        app.MapGet("/a", (string returnUrl) => Results.Redirect(returnUrl));      // APISEC016
        app.MapGet("/b", (HttpContext context) => context.Response.Redirect(context.Request.Query["to"].ToString()));      // APISEC016
        app.MapGet("/c", (string returnUrl) => Results.LocalRedirect(returnUrl));
        app.MapGet("/d/{id}", (string id) => Results.Redirect($"/orders/{id}"));

        public class LoginController : Controller
        {
            [HttpPost("/login")]
            public IActionResult Login(string returnUrl) => Redirect(returnUrl);      // APISEC016

            [HttpPost("/logout")]
            public IActionResult Logout(string returnUrl) => Url.IsLocalUrl(returnUrl) ? Redirect(returnUrl) : Redirect("/");
        }
        """,
        "APISEC016");
}
