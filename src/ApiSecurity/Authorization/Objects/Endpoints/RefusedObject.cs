using ApiSecurity.Pipeline;

namespace ApiSecurity.Authorization;

/// <summary>That a parameter of this request was refused; on its way from the binder to the endpoint's filter.</summary>
internal sealed record RefusedObject(Refusal Refusal);
