using System.Text.Json;
using Microsoft.Extensions.Primitives;

namespace ApiSecurity.Testing.Tests.Shop;

/// <summary>What is about the request and the answer, and not about what the shop keeps.</summary>
internal static class EdgeEndpoints
{
    private static readonly JsonSerializerOptions Strict = new(JsonSerializerDefaults.Web) { AllowDuplicateProperties = false };

    /// <summary>Goes round everything that the library says: it stands before it.</summary>
    public static void UseEdge(this WebApplication app, Holes holes) => app.Use((context, next) =>
    {
        var path = context.Request.Path.Value!;
        var origin = context.Request.Headers.Origin;
        if (path == "/cors/preflight" && holes.Has("cors_preflight") && context.Request.Method == "OPTIONS")
        {
            context.Response.Headers.AccessControlAllowOrigin = origin;
            context.Response.Headers.AccessControlAllowMethods = "GET, POST, PUT, DELETE";
            context.Response.StatusCode = 204;
            return Task.CompletedTask;
        }

        if (holes.Has("method_override") && context.Request.Headers.Remove("X-HTTP-Method-Override", out var method))
        {
            context.Items["method"] = method.ToString();
        }

        context.Response.OnStarting(() =>
        {
            if (path == "/cors/reflect" && holes.Has("cors_reflect") && origin != "null")
            {
                Allow(context, origin);
            }

            if (path == "/cors/null" && holes.Has("cors_null") && origin == "null")
            {
                Allow(context, origin);
            }

            if (path == "/cors/suffix" && holes.Has("cors_suffix") && origin.ToString().StartsWith("https://shop.example", StringComparison.Ordinal))
            {
                Allow(context, origin);
            }

            if (path == "/headers/powered" && holes.Has("header_powered"))
            {
                context.Response.Headers.XPoweredBy = "a framework, 4.0.30319";
            }

            return Task.CompletedTask;
        });
        return next(context);
    });

    public static void MapEdge(this WebApplication app, Holes holes)
    {
        foreach (var path in (string[])["/cors/reflect", "/cors/null", "/cors/suffix", "/cors/preflight", "/headers/powered"])
        {
            app.MapGet(path, () => "yours");
        }

        var sniffed = app.MapGet("/headers/sniffed", () => "yours");
        if (holes.Has("header_nosniff"))
        {
            sniffed.WithSecurityHeaders(headers => headers.XContentTypeOptions = "");
        }

        var framed = app.MapGet("/headers/page", () => Results.Content("<p>yours", "text/html"));
        if (holes.Has("header_frame"))
        {
            framed.WithSecurityHeaders(headers => (headers.XFrameOptions, headers.ContentSecurityPolicy) = ("", ""));
        }

        app.MapGet("/headers/cached", (HttpResponse response) =>
        {
            if (holes.Has("header_cached"))
            {
                response.Headers.CacheControl = "public, max-age=600";
            }

            return "yours";
        });
        app.MapGet("/headers/cookie", (HttpResponse response) =>
        {
            response.Cookies.Append("session", "7", holes.Has("header_cookie") ? new CookieOptions { Secure = false } : new CookieOptions { Secure = true, HttpOnly = true, SameSite = SameSiteMode.Strict });
            return "yours";
        });
        MapErrors(app, holes);
        MapLimits(app, holes);
        MapAddresses(app, holes);
    }

    private static void MapErrors(WebApplication app, Holes holes)
    {
        app.MapGet("/errors/exception", (string? month) =>
        {
            try
            {
                return Results.Ok(month is null ? 1 : int.Parse(month, System.Globalization.CultureInfo.InvariantCulture));
            }
            catch (Exception exception) when (exception is FormatException or OverflowException)
            {
                return holes.Has("error_exception") ? Results.Text(exception.ToString(), statusCode: 400) : Results.BadRequest();
            }
        });
        app.MapGet("/errors/sql", (string? sort) => sort is null || !sort.Contains('\'', StringComparison.Ordinal) ? Results.Ok("sorted")
            : holes.Has("error_sql") ? Results.Json(new { error = "SQLite Error 1: 'unrecognized token: \"'\"'." }, statusCode: 400) : Results.BadRequest());
        app.MapGet("/errors/documents/{name}", (string name) => name == "test" ? Results.Text("a document")
            : holes.Has("error_path") ? Results.Json(new { error = $"Could not find file '/srv/shop/documents/x'.".Replace("/srv/", "/var/", StringComparison.Ordinal) }, statusCode: 404) : Results.NotFound());
        app.MapPost("/errors/parser", async (HttpRequest request) =>
        {
            try
            {
                return Results.Ok((await JsonSerializer.DeserializeAsync<Change>(request.Body, Strict))?.Note?.Length ?? 0);
            }
            catch (JsonException exception)
            {
                return holes.Has("error_parser") ? Results.Text(exception.Message, statusCode: 400) : Results.BadRequest();
            }
        }).Accepts<Change>("application/json").DisableRequestValidation("it reads by itself");
    }

    private static void MapLimits(WebApplication app, Holes holes)
    {
        app.MapGet("/limits/page", (int? take) => Enumerable.Range(0, holes.Has("limit_page") ? take ?? 10 : Math.Clamp(take ?? 10, 1, 100)));
        var body = app.MapPost("/limits/body", (Change change) => Results.Accepted());
        if (holes.Has("limit_body"))
        {
            body.DisableApiSecurity("large notes").RequireAuthorization();
        }

        var deep = app.MapPost("/limits/depth", (Change change) => Results.Accepted());
        if (holes.Has("limit_depth"))
        {
            deep.DisableRequestValidation("deep notes");
        }

        var twice = app.MapPost("/limits/twice", (Change change) => Results.Accepted());
        if (holes.Has("json_duplicate"))
        {
            twice.DisableRequestValidation("notes of old clients");
        }

        if (holes.Has("content_type"))
        {
            app.MapPost("/limits/type", async (HttpRequest request) =>
                await JsonSerializer.DeserializeAsync<Change>(request.Body, JsonSerializerOptions.Web) is { } ? Results.Accepted() : Results.BadRequest()).Accepts<Change>("application/json", "text/plain").DisableRequestValidation("old clients");
        }
        else
        {
            app.MapPost("/limits/type", (Change change) => Results.Accepted());
        }
    }

    private static void MapAddresses(WebApplication app, Holes holes)
    {
        app.MapGet("/leave", (string returnUrl) =>
            holes.Has("redirect_open") || (returnUrl.StartsWith('/') && !returnUrl.StartsWith("//", StringComparison.Ordinal) && !returnUrl.StartsWith("/\\", StringComparison.Ordinal)) ? Results.Redirect(returnUrl) : Results.BadRequest());
        app.MapPost("/imports", async (Import body, IHttpClientFactory clients, CancellationToken cancellationToken) =>
        {
            if (!body.Url.IsAbsoluteUri || (!holes.Has("request_made") && body.Url.Host != "partner.example"))
            {
                return Results.BadRequest();
            }

            using var client = clients.CreateClient();
            return body.Url.Scheme is "http" or "https" ? Results.Ok((await client.GetStringAsync(body.Url, cancellationToken)).Length) : Results.BadRequest();
        });
    }

    private static void Allow(HttpContext context, StringValues origin)
    {
        context.Response.Headers.AccessControlAllowOrigin = origin;
        context.Response.Headers.AccessControlAllowCredentials = "true";
    }
}
