using System.Collections.Frozen;

namespace ApiSecurity.Cors;

/// <summary>
/// Names below which strangers can register one of their own: top-level domains, the frequent country forms, and the hosting services that
/// APIs are most often called from. Not the whole public suffix list: that changes weekly, and this catches the likely mistakes.
/// </summary>
internal static class SharedSuffixes
{
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Known = FrozenSet.Create(
        StringComparer.Ordinal,
        "co.uk", "org.uk", "com.au", "net.au", "co.nz", "co.za", "co.jp", "ne.jp", "or.jp", "co.kr", "com.br", "com.mx", "com.ar", "com.tr",
        "com.cn", "com.tw", "com.hk", "com.sg", "com.my", "co.in", "co.id", "co.il", "com.ua", "com.pl", "eu.org", "uk.com", "us.com",
        "azurewebsites.net", "azurestaticapps.net", "cloudapp.azure.com", "cloudapp.net", "blob.core.windows.net", "web.core.windows.net",
        "azureedge.net", "azurefd.net", "trafficmanager.net", "amazonaws.com", "s3.amazonaws.com", "cloudfront.net", "elasticbeanstalk.com",
        "amplifyapp.com", "awsapprunner.com", "appspot.com", "run.app", "web.app", "firebaseapp.com", "cloudfunctions.net",
        "github.io", "githubpreview.dev", "app.github.dev", "gitlab.io", "bitbucket.io", "pages.dev", "workers.dev", "trycloudflare.com",
        "vercel.app", "now.sh", "netlify.app", "herokuapp.com", "onrender.com", "fly.dev", "railway.app", "up.railway.app", "surge.sh",
        "ngrok.io", "ngrok.app", "ngrok-free.app", "ngrok.dev", "loca.lt", "devtunnels.ms", "glitch.me", "repl.co", "replit.app", "replit.dev",
        "stackblitz.io", "webcontainer.io", "codesandbox.io", "csb.app", "deno.dev", "myshopify.com", "wordpress.com", "blogspot.com",
        "wixsite.com", "webflow.io", "lovable.app", "ondigitalocean.app", "sharepoint.com").GetAlternateLookup<ReadOnlySpan<char>>();

    public static bool Contains(ReadOnlySpan<char> name) => !name.Contains('.') || Known.Contains(name);
}
