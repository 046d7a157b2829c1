using Microsoft.AspNetCore.Authorization;

namespace ApiSecurity.Pipeline;

/// <summary>
/// The caller is known, but has to prove more than they did: left as a feature of the request where a requirement fails, so that the client is told what to come
/// back with (401) rather than that it may not (403). Headers of the refusal take the place of those that the scheme writes.
/// </summary>
internal sealed record WeakCredential(IAuthorizationRequirement Requirement, Refusal Refusal);
