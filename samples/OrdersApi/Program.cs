using OrdersApi;

// dotnet run --project samples/OrdersApi             the API behind ApiSecurity: Secured/SecuredApi.cs
// dotnet run --project samples/OrdersApi -- --bare   the same API as it is often written: Bare/BareApi.cs
await using var app = OrdersApplication.Build(args);
await app.RunAsync();
