using Microsoft.CodeAnalysis;

namespace ApiSecurity.Analyzers;

/// <summary>The types that rules ask for, looked up once a compilation.</summary>
internal sealed class WebSymbols(Compilation compilation)
{
    public Compilation Compilation { get; } = compilation;

    public INamedTypeSymbol? HttpContext { get; } = compilation.GetTypeByMetadataName("Microsoft.AspNetCore.Http.HttpContext");
    public INamedTypeSymbol? HttpRequest { get; } = compilation.GetTypeByMetadataName("Microsoft.AspNetCore.Http.HttpRequest");
    public INamedTypeSymbol? HttpResponse { get; } = compilation.GetTypeByMetadataName("Microsoft.AspNetCore.Http.HttpResponse");
    public INamedTypeSymbol? EndpointRouteBuilder { get; } = compilation.GetTypeByMetadataName("Microsoft.AspNetCore.Routing.IEndpointRouteBuilder");
    public INamedTypeSymbol? EndpointConventionBuilder { get; } = compilation.GetTypeByMetadataName("Microsoft.AspNetCore.Builder.IEndpointConventionBuilder");
    public INamedTypeSymbol? ApplicationBuilder { get; } = compilation.GetTypeByMetadataName("Microsoft.AspNetCore.Builder.IApplicationBuilder");
    public INamedTypeSymbol? Delegate { get; } = compilation.GetTypeByMetadataName("System.Delegate");
    public INamedTypeSymbol? RequestDelegate { get; } = compilation.GetTypeByMetadataName("Microsoft.AspNetCore.Http.RequestDelegate");

    public INamedTypeSymbol? ControllerBase { get; } = compilation.GetTypeByMetadataName("Microsoft.AspNetCore.Mvc.ControllerBase");
    public INamedTypeSymbol? ControllerAttribute { get; } = compilation.GetTypeByMetadataName("Microsoft.AspNetCore.Mvc.ControllerAttribute");
    public INamedTypeSymbol? ApiControllerAttribute { get; } = compilation.GetTypeByMetadataName("Microsoft.AspNetCore.Mvc.ApiControllerAttribute");
    public INamedTypeSymbol? NonActionAttribute { get; } = compilation.GetTypeByMetadataName("Microsoft.AspNetCore.Mvc.NonActionAttribute");
    public INamedTypeSymbol? PageModel { get; } = compilation.GetTypeByMetadataName("Microsoft.AspNetCore.Mvc.RazorPages.PageModel");
    public INamedTypeSymbol? BindPropertyAttribute { get; } = compilation.GetTypeByMetadataName("Microsoft.AspNetCore.Mvc.BindPropertyAttribute");
    public INamedTypeSymbol? Hub { get; } = compilation.GetTypeByMetadataName("Microsoft.AspNetCore.SignalR.Hub");
    public INamedTypeSymbol? BindServiceMethodAttribute { get; } = compilation.GetTypeByMetadataName("Grpc.Core.BindServiceMethodAttribute");
    public INamedTypeSymbol? FromServices { get; } = compilation.GetTypeByMetadataName("Microsoft.AspNetCore.Http.Metadata.IFromServiceMetadata");
    public INamedTypeSymbol? FromKeyedServices { get; } = compilation.GetTypeByMetadataName("Microsoft.Extensions.DependencyInjection.FromKeyedServicesAttribute");
    public INamedTypeSymbol? FromBody { get; } = compilation.GetTypeByMetadataName("Microsoft.AspNetCore.Http.Metadata.IFromBodyMetadata");
    public INamedTypeSymbol? BindingSourceMetadata { get; } = compilation.GetTypeByMetadataName("Microsoft.AspNetCore.Mvc.ModelBinding.IBindingSourceMetadata");
    public INamedTypeSymbol? AsParameters { get; } = compilation.GetTypeByMetadataName("Microsoft.AspNetCore.Http.AsParametersAttribute");
    public INamedTypeSymbol? AllowAnonymous { get; } = compilation.GetTypeByMetadataName("Microsoft.AspNetCore.Authorization.IAllowAnonymous");
    public INamedTypeSymbol? AuthorizeData { get; } = compilation.GetTypeByMetadataName("Microsoft.AspNetCore.Authorization.IAuthorizeData");
    public INamedTypeSymbol? FormFile { get; } = compilation.GetTypeByMetadataName("Microsoft.AspNetCore.Http.IFormFile");

    public INamedTypeSymbol? DbContext { get; } = compilation.GetTypeByMetadataName("Microsoft.EntityFrameworkCore.DbContext");
    public INamedTypeSymbol? DbSet { get; } = compilation.GetTypeByMetadataName("Microsoft.EntityFrameworkCore.DbSet`1");
    public INamedTypeSymbol? Queryable { get; } = compilation.GetTypeByMetadataName("System.Linq.IQueryable");
    public INamedTypeSymbol? Expression { get; } = compilation.GetTypeByMetadataName("System.Linq.Expressions.Expression`1");

    public INamedTypeSymbol? ObjectAuthorizer { get; } = compilation.GetTypeByMetadataName("ApiSecurity.Authorization.ObjectAuthorizer");
    public INamedTypeSymbol? Authorized { get; } = compilation.GetTypeByMetadataName("ApiSecurity.Authorization.Authorized`1");
    public INamedTypeSymbol? ObjectPolicy { get; } = compilation.GetTypeByMetadataName("ApiSecurity.Authorization.ObjectPolicy`1");

    public INamedTypeSymbol? ObjectReference { get; } = compilation.GetTypeByMetadataName("ApiSecurity.Authorization.ObjectReferenceAttribute");

    public bool IsAspNetCore => HttpContext is not null;
}
