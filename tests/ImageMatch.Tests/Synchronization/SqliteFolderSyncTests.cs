using ImageMatch.Backends.Sqlite;
using ImageMatch.Stores;

namespace ImageMatch.Tests.Synchronization;

/// <summary>Syncs with SQLite.</summary>
public sealed class SqliteFolderSyncTests : FolderSyncContract
{
    protected override ISignatureStore OpenStore() => SqliteStore.Open(Path.Combine(Folder + " store", "images.db"), new SqliteStoreOptions { Create = true });
}
