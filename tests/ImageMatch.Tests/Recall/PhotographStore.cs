using ImageMatch.Backends.Sqlite;
using ImageMatch.Stores;
using ImageMatch.Tests.Stores;

namespace ImageMatch.Tests.Recall;

/// <summary>The photographs in a store without crop tolerance, by the signatures of the reference; filled when it is first asked for.</summary>
public sealed class PhotographStore : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("imagematch-");
    private readonly Lazy<SqliteStore> _store;

    public PhotographStore() => _store = new Lazy<SqliteStore>(() =>
    {
        var store = SqliteStore.Open(Path.Combine(_folder.FullName, "photos.db"), new SqliteStoreOptions { Create = true, Profile = _ => SignatureProfile.Reference });
        store.Add([.. Photographs.All.Select(photo => new RecordDraft { Key = RecordKey.Of("", photo.File), Signed = TestRecords.Signed(photo.Signature, store.Profile) })]);
        return store;
    });

    public SqliteStore Store => _store.Value;

    public void Dispose()
    {
        if (_store.IsValueCreated)
            _store.Value.Dispose();

        _folder.Delete(recursive: true);
    }
}
