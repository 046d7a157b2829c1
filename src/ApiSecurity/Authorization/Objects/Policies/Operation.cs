namespace ApiSecurity.Authorization;

/// <summary>What a caller wants to do with an object.</summary>
/// <remarks>
/// An application with operations of its own numbers them from 100 on: <c>const Operation Refund = (Operation)100;</c> is a constant that a
/// <see langword="switch"/> can match. Zero is no operation, so that a forgotten one is allowed by no policy.
/// </remarks>
#pragma warning disable CA1008 // There is deliberately no name for zero.
public enum Operation
#pragma warning restore CA1008
{
    /// <summary>Seeing the object; the operation of GET and HEAD.</summary>
    Read = 1,

    /// <summary>Making the object.</summary>
    Create = 2,

    /// <summary>Changing the object; the operation of PUT, PATCH and POST.</summary>
    Update = 3,

    /// <summary>Removing the object; the operation of DELETE.</summary>
    Delete = 4,
}
