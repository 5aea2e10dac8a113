using ImageMatch.Backends.Sqlite;
using ImageMatch.Stores;

namespace ImageMatch.Tests.Stores;

/// <summary>The contract, kept by SQLite.</summary>
public sealed class SqliteStoreTests : SignatureStoreContract
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("imagematch-");

    protected override ISignatureStore OpenStore() =>
        SqliteStore.Open(Path.Combine(_folder.FullName, "images.db"), new SqliteStoreOptions { Create = true });

    public override void Dispose()
    {
        base.Dispose();
        _folder.Delete(recursive: true);
    }
}
