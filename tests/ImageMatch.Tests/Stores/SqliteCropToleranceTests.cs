using ImageMatch.Backends.Sqlite;
using ImageMatch.Signatures;
using ImageMatch.Stores;

namespace ImageMatch.Tests.Stores;

/// <summary>The contract of windows, kept by SQLite.</summary>
public sealed class SqliteCropToleranceTests : CropToleranceContract
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("imagematch-");

    [Fact]
    public void The_tolerance_of_a_store_is_adopted_and_another_one_refused()
    {
        using (OpenStore(SignatureProfile.Default with { CropTolerance = CropTolerance.Full }, "kept"))
        {
            using SqliteStore adopted = SqliteStore.Open(PathOf("kept"));
            Assert.Equal(CropTolerance.Full, adopted.Profile.CropTolerance);
        }

        StoreException error = Assert.Throws<StoreException>(() => OpenStore(SignatureProfile.Default with { CropTolerance = CropTolerance.Light }, "kept"));

        Assert.Equal(StoreError.StoreProfileMismatch, error.Error);
        Assert.Contains("CropTolerance Full", error.Message, StringComparison.Ordinal);
    }

    public override void Dispose()
    {
        base.Dispose();
        _folder.Delete(recursive: true);
    }

    protected override ISignatureStore OpenStore(SignatureProfile profile, string name) =>
        SqliteStore.Open(PathOf(name), new SqliteStoreOptions { Create = true, Profile = _ => profile });

    private string PathOf(string name) => Path.Combine(_folder.FullName, name + ".db");
}
