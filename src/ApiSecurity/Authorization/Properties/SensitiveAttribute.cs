namespace ApiSecurity.Authorization;

/// <summary>
/// Keeps a member's value to the application: it is in no JSON that is written with the application's options, whether for an answer or for a log, unless
/// <see cref="ReadableByAttribute"/> or a property rule says who may read it. Says nothing about writing.
/// </summary>
/// <remarks>A record's <c>ToString()</c> shows every public property; the start-up summary names records with members like this.</remarks>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field | AttributeTargets.Parameter, AllowMultiple = false, Inherited = true)]
public sealed class SensitiveAttribute : Attribute
{
}
