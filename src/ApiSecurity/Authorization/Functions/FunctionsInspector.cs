using System.Globalization;
using ApiSecurity.Pipeline;
using Microsoft.AspNetCore.Authorization;

namespace ApiSecurity.Authorization;

/// <summary>
/// Compares the endpoints of each route (broken function-level authorization): where reading is guarded, changing must not be guarded less.
/// </summary>
internal sealed class FunctionsInspector(FeatureOptionsSource<ApiAuthorizationOptions> options, IAuthorizationPolicyProvider policies) : IStartupInspector
{
    private const int MaximumLines = 50;

    public void Inspect(StartupInspection inspection)
    {
        var current = options.Current;
        var lines = MethodComparison.Find(inspection.Endpoints, policies, current.IsEnabled).Select(found => found.ToString()).ToArray();
        foreach (var line in current.OnLessProtectedMethod == LessProtectedMethod.Fail ? lines : lines.Take(MaximumLines))
        {
            if (current.OnLessProtectedMethod == LessProtectedMethod.Fail)
            {
                inspection.Error(line + " Ask for the same there; or say why not with .AllowLessProtection(\"…\").");
            }
            else
            {
                inspection.Note(line);
            }
        }

        if (lines.Length > MaximumLines && current.OnLessProtectedMethod == LessProtectedMethod.Warn)
        {
            inspection.Note(string.Create(CultureInfo.InvariantCulture, $"{lines.Length - MaximumLines} more endpoints ask for less than GET of their route does"));
        }
    }
}
