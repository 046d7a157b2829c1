using ApiSecurity.Authorization;

namespace ApiSecurity.EntityFrameworkCore;

/// <summary>A question to the database: of so many objects, how many may the caller do something with?</summary>
/// <param name="Query">Those that they may.</param>
/// <param name="Expected">How many there have to be.</param>
/// <param name="Object">The type of the objects.</param>
/// <param name="Operation">What for.</param>
/// <param name="Id">The key, if it is about a single object.</param>
/// <param name="IsReference">Whether others refer to the objects.</param>
internal sealed record SaveQuestion(IQueryable<int> Query, int Expected, Type Object, Operation Operation, object? Id, bool IsReference);
