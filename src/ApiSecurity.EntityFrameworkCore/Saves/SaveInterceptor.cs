using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace ApiSecurity.EntityFrameworkCore;

/// <summary>Asks the policies before anything is saved.</summary>
internal sealed class SaveInterceptor : SaveChangesInterceptor
{
    public static readonly SaveInterceptor Instance = new();

    public override InterceptionResult<int> SavingChanges(DbContextEventData eventData, InterceptionResult<int> result)
    {
        if (Check(eventData.Context!, result) is { } check)
        {
            foreach (var question in check.Questions)
            {
                check.Judge(question, question.Query.Count());
            }
        }

        return result;
    }

    public override async ValueTask<InterceptionResult<int>> SavingChangesAsync(
        DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        if (Check(eventData.Context!, result) is { } check)
        {
            foreach (var question in check.Questions)
            {
                check.Judge(question, await question.Query.CountAsync(cancellationToken).ConfigureAwait(false));
            }
        }

        return result;
    }

    private static SaveCheck? Check(DbContext context, InterceptionResult<int> result)
    {
        // Another interceptor has taken the place of the save: there will be none.
        if (result.HasResult)
        {
            return null;
        }

        var guard = context.GetService<ContextGuard>();
        if (guard.IsLeftOut)
        {
            return null;
        }

        var check = new SaveCheck(context, guard);
        check.Look();
        return check;
    }
}
