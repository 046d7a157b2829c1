using System.Collections.Frozen;

namespace ApiSecurity.Validation;

/// <summary>The vocabulary: which word is what. Names of functions count only where they are called, names of catalogs only as a name.</summary>
internal static class SqlWords
{
    private static readonly FrozenDictionary<string, (SqlWord Word, SqlKind Kind)> Words = Build();

    private static readonly FrozenDictionary<string, (SqlWord Word, SqlKind Kind)>.AlternateLookup<ReadOnlySpan<char>> Lookup =
        Words.GetAlternateLookup<ReadOnlySpan<char>>();

    public const int MaxLength = 24;

    public static bool Find(ReadOnlySpan<char> text, out (SqlWord Word, SqlKind Kind) found)
    {
        found = default;
        return text.Length <= MaxLength && Lookup.TryGetValue(text, out found);
    }

    private static FrozenDictionary<string, (SqlWord, SqlKind)> Build()
    {
        var words = new Dictionary<string, (SqlWord, SqlKind)>(StringComparer.OrdinalIgnoreCase);
        Add(SqlWord.And, SqlKind.Logical, "AND");
        Add(SqlWord.Or, SqlKind.Logical, "OR XOR");
        Add(SqlWord.Not, SqlKind.Unary, "NOT BINARY");
        Add(SqlWord.None, SqlKind.Arithmetic, "DIV COLLATE");
        Add(SqlWord.Like, SqlKind.Comparison, "LIKE RLIKE REGEXP GLOB ILIKE SOUNDS");
        Add(SqlWord.In, SqlKind.Comparison, "IN AGAINST");
        Add(SqlWord.Is, SqlKind.Comparison, "IS");
        Add(SqlWord.Between, SqlKind.Comparison, "BETWEEN");
        Add(SqlWord.None, SqlKind.Constant, "NULL TRUE FALSE CURRENT_USER CURRENT_DATE CURRENT_TIME CURRENT_TIMESTAMP LOCALTIME SESSION_USER SYSDATE ROWNUM");
        Add(SqlWord.Union, SqlKind.Clause, "UNION INTERSECT EXCEPT");
        Add(SqlWord.All, SqlKind.Clause, "ALL DISTINCT DISTINCTROW");
        Add(SqlWord.Select, SqlKind.Clause, "SELECT");
        Add(SqlWord.From, SqlKind.Clause, "FROM");
        Add(SqlWord.Where, SqlKind.Clause, "WHERE");
        Add(SqlWord.Group, SqlKind.Clause, "GROUP");
        Add(SqlWord.Order, SqlKind.Clause, "ORDER");
        Add(SqlWord.By, SqlKind.Clause, "BY");
        Add(SqlWord.Having, SqlKind.Clause, "HAVING");
        Add(SqlWord.Limit, SqlKind.Clause, "LIMIT OFFSET");
        Add(SqlWord.Into, SqlKind.Clause, "INTO");
        Add(SqlWord.File, SqlKind.Clause, "OUTFILE DUMPFILE");
        Add(SqlWord.Procedure, SqlKind.Clause, "PROCEDURE");
        Add(SqlWord.Insert, SqlKind.Clause, "INSERT REPLACE");
        Add(SqlWord.Update, SqlKind.Clause, "UPDATE");
        Add(SqlWord.Set, SqlKind.Clause, "SET");
        Add(SqlWord.Delete, SqlKind.Clause, "DELETE");
        Add(SqlWord.Define, SqlKind.Clause, "DROP CREATE ALTER TRUNCATE RENAME");
        Add(SqlWord.Thing, SqlKind.Clause, "TABLE DATABASE SCHEMA VIEW INDEX TRIGGER FUNCTION USER LOGIN COLUMN");
        Add(SqlWord.Execute, SqlKind.Clause, "EXEC EXECUTE CALL");
        Add(SqlWord.Declare, SqlKind.Clause, "DECLARE");
        Add(SqlWord.Wait, SqlKind.Clause, "WAITFOR");
        Add(SqlWord.Delay, SqlKind.Clause, "DELAY TIME");
        Add(SqlWord.Shutdown, SqlKind.Clause, "SHUTDOWN");
        Add(SqlWord.Values, SqlKind.Clause, "VALUES");
        Add(SqlWord.As, SqlKind.Clause, "AS");
        Add(SqlWord.If, SqlKind.Clause, "IF");
        Add(SqlWord.Case, SqlKind.Clause, "CASE");
        Add(SqlWord.When, SqlKind.Clause, "WHEN THEN ELSE");
        Add(SqlWord.End, SqlKind.Clause, "END");
        Add(SqlWord.Branch, SqlKind.Clause, "BEGIN GOTO");
        Add(
            SqlWord.Telltale,
            SqlKind.Word,
            "SLEEP BENCHMARK PG_SLEEP LOAD_FILE EXTRACTVALUE UPDATEXML XMLTYPE GROUP_CONCAT CONCAT_WS GET_LOCK LO_IMPORT LO_EXPORT SP_PASSWORD XP_CMDSHELL XP_DIRTREE XP_REGREAD OPENROWSET OPENQUERY PG_READ_FILE RANDOMBLOB LOAD_EXTENSION XMLAGG STRING_AGG ARRAY_AGG");
        Add(
            SqlWord.Known,
            SqlKind.Word,
            "VERSION DATABASE USER SCHEMA SYSTEM_USER CHAR CHR ASCII ORD SUBSTRING SUBSTR MID LEFT RIGHT LPAD RPAD LENGTH CONCAT HEX UNHEX CAST CONVERT COUNT FLOOR RAND MD5 SHA1 IFNULL ISNULL COALESCE NULLIF ELT MAKE_SET ROW JSON_KEYS AES_DECRYPT AES_ENCRYPT BIN OCT CONNECTION_ID CURRENT_USER PI COS SIN DB_NAME HOST_NAME LOWER UPPER REVERSE STRCMP INSTR EXISTS EXP POLYGON GEOMETRYCOLLECTION COMPRESS");
        Add(
            SqlWord.Catalog,
            SqlKind.Word,
            "INFORMATION_SCHEMA SYSOBJECTS SYSCOLUMNS SYSDATABASES PG_CATALOG PG_USER PG_SHADOW PG_TABLES SQLITE_MASTER ALL_TABLES USER_TABLES ALL_TAB_COLUMNS USER_TAB_COLUMNS DBA_USERS V$VERSION MSYSOBJECTS SYSUSERS UTL_INADDR UTL_HTTP DBMS_PIPE DBMS_LOCK DBMS_LDAP CTXSYS TABLE_SCHEMA RDB$DATABASE");
        return words.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

        // A word that shapes statements stays what it is when it is a function's name too: USER, DATABASE.
        void Add(SqlWord word, SqlKind kind, string names)
        {
            foreach (var name in names.Split(' '))
            {
                words.TryAdd(name, (word, kind));
            }
        }
    }
}
