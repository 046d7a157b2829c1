namespace ApiSecurity.Testing.Tests.Shop;

/// <summary>Other methods, and other spellings of a path.</summary>
internal static class MethodEndpoints
{
    private static readonly string[] Guarded = ["/admin/audit", "/admin/log"];

    public static void MapMethods(this WebApplication app, Holes holes)
    {
        if (holes.Has("method_any"))
        {
            app.Map("/stock", () => 12);
        }
        else
        {
            app.MapGet("/stock", () => 12);
        }

        app.MapGet("/shelves", () => 3);

        app.MapPost("/notes", (Change body, HttpContext context) =>
            context.Items["method"] is "DELETE" ? Results.NoContent() : Results.Accepted());

        app.MapGet("/drafts", () => "drafts").RequirePermission("drafts.read");
        var delete = app.MapDelete("/drafts", () => Results.NoContent());
        if (!holes.Has("method_weaker"))
        {
            delete.RequirePermission("drafts.read").RequirePermission("drafts.delete");
        }

        foreach (var path in Guarded)
        {
            var guarded = app.MapGet(path, () => "who did what");
            if (holes.Has(path == "/admin/audit" ? "path_case" : "path_slash"))
            {
                guarded.AsPublicEndpoint("the guard asks");
            }
            else
            {
                guarded.RequirePermission("admin");
            }
        }
    }

    /// <summary>Answers HEAD by itself, for everything that looks like a shelf.</summary>
    public static void UseHead(this WebApplication app, Holes holes)
    {
        if (holes.Has("method_head"))
        {
            app.Use((context, next) => context.Request.Method == "HEAD" && context.Request.Path == "/shelves" ? Task.CompletedTask : next(context));
        }
    }

    /// <summary>Guards by the text of the path, as it is written in the guard.</summary>
    public static void UseGuard(this WebApplication app, Holes holes) => app.Use((context, next) =>
    {
        var path = context.Request.Path.Value!;
        var isGuarded = (holes.Has("path_case") && path.StartsWith("/admin/audit", StringComparison.Ordinal)) || (holes.Has("path_slash") && path.Equals("/admin/log", StringComparison.OrdinalIgnoreCase));
        if (!isGuarded || context.GetCaller().Can("admin"))
        {
            return next(context);
        }

        context.Response.StatusCode = 403;
        return Task.CompletedTask;
    });
}
