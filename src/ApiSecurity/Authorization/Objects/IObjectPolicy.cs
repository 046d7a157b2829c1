using System.Linq.Expressions;

namespace ApiSecurity.Authorization;

/// <summary>A policy, seen by code that knows the object's type but not that of its key.</summary>
internal interface IObjectPolicy<T>
    where T : class
{
    /// <returns>Boundary and rule in one; <see langword="null"/> if the caller gets nothing at all.</returns>
    Expression<Func<T, bool>>? RuleFor(Caller caller, Operation operation);

    /// <returns>The one object, if the caller may have it; <see langword="null"/> if the caller gets nothing at all.</returns>
    IQueryable<T>? Find(object id, Caller caller, Operation operation);

    /// <returns>The key that a text stands for; <see langword="null"/> if it stands for none.</returns>
    object? ReadId(string text);
}
