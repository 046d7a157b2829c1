using System.Diagnostics;
using System.Text;

namespace ApiSecurity.Errors;

/// <summary>
/// What of an exception may always be logged: the types, and where it was thrown. Messages, data and everything that a type can
/// override (<see cref="Exception.ToString"/>, <see cref="Exception.StackTrace"/>) are not touched: they hold what the application put there.
/// </summary>
internal static class FailureText
{
    // Exceptions nest as deep as their maker likes, and an aggregate holds as many as it likes.
    private const int MaximumExceptions = 16;

    public static string Describe(Exception exception)
    {
        var text = new StringBuilder();
        var remaining = MaximumExceptions;
        Append(text, exception, ref remaining);
        return text.ToString();
    }

    public static string TypeName(Exception exception)
    {
        var type = exception.GetType();
        return type.FullName ?? type.Name;
    }

    private static void Append(StringBuilder text, Exception exception, ref int remaining)
    {
        if (remaining-- <= 0)
        {
            return;
        }

        text.AppendLine(TypeName(exception)).Append(new StackTrace(exception, fNeedFileInfo: true));
        if (exception is AggregateException aggregate)
        {
            foreach (var inner in aggregate.InnerExceptions)
            {
                AppendInner(text, inner, ref remaining);
            }
        }
        else if (exception.InnerException is { } inner)
        {
            AppendInner(text, inner, ref remaining);
        }
    }

    private static void AppendInner(StringBuilder text, Exception inner, ref int remaining)
    {
        if (remaining > 0)
        {
            text.Append(" ---> ");
            Append(text, inner, ref remaining);
        }
    }
}
