using ApiSecurity.Posture;

namespace ApiSecurity.Testing;

/// <summary>The security tests found something, or could not run.</summary>
public sealed class SecurityTestException : Exception
{
    /// <summary>Makes an exception without a message of its own.</summary>
    public SecurityTestException()
    {
    }

    /// <summary>Makes an exception.</summary>
    /// <param name="message">What was found.</param>
    public SecurityTestException(string message)
        : base(message)
    {
    }

    /// <summary>Makes an exception.</summary>
    /// <param name="message">What went wrong.</param>
    /// <param name="innerException">Why.</param>
    public SecurityTestException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    internal static void ThrowIfAny(IEnumerable<SecurityTestFinding> findings, PostureSeverity severity)
    {
        SecurityTestFinding[] counted = [.. findings.Where(finding => finding.WaiverReason is null && finding.Severity >= severity)];
        if (counted.Length > 0)
        {
            throw new SecurityTestException($"{counted.Length} found:{string.Concat(counted.Select(finding => $"{Environment.NewLine}- {finding}"))}");
        }
    }
}
