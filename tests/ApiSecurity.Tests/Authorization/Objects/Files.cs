using System.Linq.Expressions;
using ApiSecurity.Authorization;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace ApiSecurity.Tests.Authorization.Objects;

public sealed class StoredFile
{
    public int Id { get; set; }

    public string? TenantId { get; set; }

    public string? OwnerId { get; set; }

    public int? Size { get; set; }

    public DateTime? ExpiresAt { get; set; }

    public int? FolderId { get; set; }

    public Folder? Folder { get; set; }

    public List<Share> Shares { get; set; } = [];
}

public sealed class Folder
{
    public int Id { get; set; }

    public string? OwnerId { get; set; }

    public string Path { get; set; } = "";

    public int Level { get; set; }

    public int? ParentId { get; set; }

    public Folder? Parent { get; set; }
}

public sealed class Share
{
    public int Id { get; set; }

    public int StoredFileId { get; set; }

    public string? Subject { get; set; }

    public DateTime? Until { get; set; }
}

public sealed record FileData(StoredFile[] Files, Folder[] Folders)
{
    private static readonly string?[] Names = [null, "", "a", "A", "b", "ä"];

    private static readonly DateTime?[] Times = [null, FilesDb.Now.AddDays(-1), FilesDb.Now, FilesDb.Now.AddDays(1)];

    private static readonly Gen<Share> AnyShare = from subject in Gen.Elements(Names) from until in Gen.Elements(Times) select new Share { Subject = subject, Until = until };

    private static readonly Gen<Folder> AnyFolder =
        from owner in Gen.Elements(Names)
        from path in Gen.Elements("", "a/", "a/b/", "b/")
        from level in Gen.Choose(0, 3)
        from parent in Gen.Choose(0, 3)
        select new Folder { OwnerId = owner, Path = path, Level = level, ParentId = parent };

    private static readonly Gen<StoredFile> AnyFile =
        from tenant in Gen.Elements(Names)
        from owner in Gen.Elements(Names)
        from size in Gen.Elements<int?>(null, 0, 5)
        from expires in Gen.Elements(Times)
        from folder in Gen.Choose(0, 3)
        from shares in Gen.ArrayOf(AnyShare, 2)
        select new StoredFile { TenantId = tenant, OwnerId = owner, Size = size, ExpiresAt = expires, FolderId = folder, Shares = [.. shares] };

    public static Gen<FileData> Any { get; } =
        from files in Gen.ArrayOf(AnyFile, 10)
        from folders in Gen.ArrayOf(AnyFolder, 3)
        select new FileData(files, folders).Numbered();

    private FileData Numbered()
    {
        for (var index = 0; index < Folders.Length; index++)
        {
            Folders[index].Id = index + 1;
            Folders[index].ParentId = Folders[index].ParentId is > 0 and var parent && parent < index + 1 ? parent : null;
        }

        for (var index = 0; index < Files.Length; index++)
        {
            Files[index].Id = index + 1;
            Files[index].FolderId = Files[index].FolderId is > 0 and var folder && folder <= Folders.Length ? folder : null;
        }

        return this;
    }
}

public sealed class FilesDb(DbContextOptions<FilesDb> options) : DbContext(options)
{
    public static readonly DateTime Now = new(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc);

    public DbSet<StoredFile> Files => Set<StoredFile>();

    public DbSet<Folder> Folders => Set<Folder>();

    public DbSet<Share> Shares => Set<Share>();

    public static SqliteConnection Open(FileData data)
    {
        var connection = new SqliteConnection("Data Source=:memory:");
        connection.Open();
        using var db = On(connection);
        db.Database.EnsureCreated();
        db.AddRange(data.Folders);
        db.AddRange(data.Files);
        db.SaveChanges();
        return connection;
    }

    public static FilesDb On(SqliteConnection connection) => new(new DbContextOptionsBuilder<FilesDb>().UseSqlite(connection).Options);
}

/// <summary>A rule put together at random from rules as applications write them.</summary>
public sealed record FileRules(int[] Chosen, int Shape)
{
    public static Gen<FileRules> Any { get; } =
        from chosen in Gen.ArrayOf(Gen.Choose(0, RandomFilePolicy.Rules - 1), 4)
        from shape in Gen.Choose(0, 5)
        select new FileRules(chosen, shape);
}

public sealed class RandomFilePolicy(FilesDb db, FileRules rules) : ObjectPolicy<StoredFile, int>
{
    public const int Rules = 18;

    protected override IQueryable<StoredFile> Source => db.Files;

    protected override Expression<Func<StoredFile, bool>> HasId(int id) => f => f.Id == id;

    protected override Expression<Func<StoredFile, bool>> Boundary(Caller caller) => f => f.TenantId == caller.Tenant;

    protected override Expression<Func<StoredFile, bool>> Allow(Caller caller, Operation operation)
    {
        Expression<Func<StoredFile, bool>>[] parts = [.. rules.Chosen.Select(number => Rule(number, caller, operation))];
        return rules.Shape switch
        {
            0 => AnyOf(parts),
            1 => AllOf(parts),
            2 => AllOf(AnyOf(parts), Named("owner", f => f.OwnerId == caller.Subject)),
            3 => AnyOf(AllOf(parts), Named("support", f => caller.Can("files.support"))),
            4 => operation == Operation.Read ? AnyOf(parts) : Named("closed", f => false),
            _ => Not(AnyOf(parts)),
        };
    }

    private static Expression<Func<StoredFile, bool>> Not(Expression<Func<StoredFile, bool>> rule) =>
        Expression.Lambda<Func<StoredFile, bool>>(Expression.Not(rule.Body), rule.Parameters);

    private Expression<Func<StoredFile, bool>> Rule(int number, Caller caller, Operation operation)
    {
        var now = FilesDb.Now;
        string?[] names = ["a", caller.Subject ?? "nobody"];
        return number switch
        {
            0 => f => f.OwnerId == caller.Subject,
            1 => f => f.Folder!.OwnerId == caller.Subject,
            2 => Through(f => f.Folder, folder => folder.OwnerId == caller.Subject || folder.Level > 1),
            3 => f => f.Folder!.Parent!.OwnerId == caller.Subject,
            4 => f => f.Shares.Any(share => share.Subject == caller.Subject && (share.Until == null || share.Until > now)),
            5 => ThroughAny(f => f.Shares, share => share.Subject == caller.Subject),
            6 => f => f.ExpiresAt == null || f.ExpiresAt > now,
            7 => f => f.Size > 3,
#pragma warning disable RS0030 // Query providers translate no other.
            8 => f => f.Folder != null && f.Folder.Path.StartsWith("a/"),
#pragma warning restore RS0030
            9 => f => names.Contains(f.OwnerId),
            10 => f => f.Folder!.Level == 0,
            11 => f => f.Folder!.Level != 0,
            12 => f => f.Folder!.OwnerId == null,
            13 => f => db.Shares.Any(share => share.StoredFileId == f.Id && share.Subject == caller.Subject),
            14 => f => !(f.Size > 3),
            15 => f => !f.Shares.Any(share => share.Until > now),
            16 => caller.Can("files.audit") && operation == Operation.Read ? f => true : f => false,
            _ => f => f.Size == null ? f.OwnerId == caller.Subject : f.Size < 1,
        };
    }
}
