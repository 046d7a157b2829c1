using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Abstractions;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace ApiSecurity.IntegrationTests.Authentication;

/// <summary>Who is registered at the <see cref="AuthorizationServer"/>.</summary>
internal static class AuthorizationServerClients
{
    /// <summary>The API, which asks about tokens, and is what they are for.</summary>
    public const string Api = "shop";

    /// <summary>A service with a secret.</summary>
    public const string Worker = "shop-worker";

    /// <summary>A service with a key pair.</summary>
    public const string KeyedWorker = "shop-keyed-worker";

    /// <summary>A page in a browser, which can keep no secret.</summary>
    public const string Web = "shop-web";

    /// <summary>An application that people sign in to, and that keeps a secret.</summary>
    public const string Backend = "shop-backend";

    /// <summary>A service with a certificate.</summary>
    public const string CertifiedWorker = "shop-certified-worker";

    public const string Secret = "a secret of 32 letters, + & : é!";
    public const string RedirectUri = "http://127.0.0.1/callback";

    /// <summary>The key pair of <see cref="KeyedWorker"/>, and the one that the API may prove itself by in the place of its secret.</summary>
    public static readonly ECDsa WorkerKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public static async Task RegisterAsync(IServiceProvider services)
    {
        var applications = services.GetRequiredService<IOpenIddictApplicationManager>();
        await CreateAsync(new() { ClientId = Worker, ClientSecret = Secret, Permissions = { Permissions.Endpoints.Token, Permissions.Endpoints.Revocation, Permissions.GrantTypes.ClientCredentials, Permissions.Prefixes.Scope + "orders.read" } });
        var publicKey = JsonWebKeyConverter.ConvertFromECDsaSecurityKey(new ECDsaSecurityKey(ECDsa.Create(WorkerKey.ExportParameters(includePrivateParameters: false))) { KeyId = "worker-1" });
        publicKey.Use = JsonWebKeyUseNames.Sig;
        await CreateAsync(new()
        {
            ClientId = Api,
            ClientSecret = Secret,
            JsonWebKeySet = new JsonWebKeySet { Keys = { publicKey } },
            Permissions = { Permissions.Endpoints.Introspection },
        });
        await CreateAsync(new()
        {
            ClientId = KeyedWorker,
            JsonWebKeySet = new JsonWebKeySet { Keys = { publicKey } },
            Permissions = { Permissions.Endpoints.Token, Permissions.GrantTypes.ClientCredentials, Permissions.Prefixes.Scope + "orders.read" },
        });
        var certified = JsonWebKeyConverter.ConvertFromX509SecurityKey(new X509SecurityKey(X509CertificateLoader.LoadCertificate(ServerTls.Client.RawData)), representAsRsaKey: false);
        certified.Use = JsonWebKeyUseNames.Sig;
        await CreateAsync(new()
        {
            ClientId = CertifiedWorker,
            ClientType = ClientTypes.Confidential,
            JsonWebKeySet = new JsonWebKeySet { Keys = { certified } },
            Permissions = { Permissions.Endpoints.Token, Permissions.GrantTypes.ClientCredentials, Permissions.Prefixes.Scope + "orders.read" },
        });
        await CreateAsync(ForPeople(new() { ClientId = Web, ClientType = ClientTypes.Public }));
        await CreateAsync(ForPeople(new() { ClientId = Backend, ClientSecret = Secret }));

        async Task CreateAsync(OpenIddictApplicationDescriptor client) => await applications.CreateAsync(client, TestContext.Current.CancellationToken);
    }

    private static OpenIddictApplicationDescriptor ForPeople(OpenIddictApplicationDescriptor client)
    {
        client.RedirectUris.Add(new Uri(RedirectUri));
        client.Permissions.UnionWith(
        [
            Permissions.Endpoints.Authorization, Permissions.Endpoints.Token, Permissions.Endpoints.Revocation, Permissions.GrantTypes.AuthorizationCode,
            Permissions.GrantTypes.RefreshToken, Permissions.ResponseTypes.Code, Permissions.Prefixes.Scope + "orders.read",
        ]);
        return client;
    }
}
