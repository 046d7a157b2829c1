using Microsoft.AspNetCore.Authorization;

namespace ApiSecurity.Authorization;

/// <summary>A requirement of the library's own that the caller's claims and the options decide alone: whoever meets it goes on meeting it.</summary>
internal interface ILastingRequirement : IAuthorizationRequirement;
