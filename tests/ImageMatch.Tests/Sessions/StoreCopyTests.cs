using ImageMatch.Backends.Sqlite;
using ImageMatch.Imaging;
using ImageMatch.Sessions;
using ImageMatch.Stores;
using ImageMatch.Tests.Stores;

namespace ImageMatch.Tests.Sessions;

/// <summary>Copying a store, and telling whether the copy is equal.</summary>
public sealed class StoreCopyTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("imagematch-");
    private readonly SqliteStore _source;
    private readonly SqliteStore _destination;

    public StoreCopyTests()
    {
        _source = Open("source.db");
        _destination = Open("destination.db");
        RecordDraft draft = TestRecords.Draft("/a.jpg", 1);
        _source.Add(
        [
            draft.With("""{"things": "stuff!"}""") with { Added = new DateTimeOffset(2019, 5, 6, 7, 8, 9, TimeSpan.Zero), Id = "AVxK-Nem9Tc_bJgu" },
            TestRecords.Draft("/a.jpg", 2) with { AsNew = true },
            TestRecords.Draft("/a.jpg", 3) with { AsNew = true },
            draft with { Key = new RecordKey("machine", @"C:\scans\b.tif", 4), Signed = draft.Signed! with { Facts = new FileFacts(), Signer = null } },
            .. Enumerable.Range(10, 40).Select(seed => TestRecords.Draft($"/many/{seed}.jpg", seed)),
        ]);
    }

    public void Dispose()
    {
        _source.Dispose();
        _destination.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public void Everything_of_a_record_is_kept_and_records_of_one_path_stay_in_order()
    {
        Assert.All(Copy(), result => Assert.Equal(AddChange.Added, result.Outcome.Change));

        Assert.Equal(_source.Get(new()).Select(Show), _destination.Get(new()).Select(Show));
        Assert.Equal(_source.Find([new RecordKey("", "/a.jpg")])[0]!.Id, _destination.Find([new RecordKey("", "/a.jpg")])[0]!.Id);
        Assert.Empty(new StoreComparison(_source, _destination).Compare());
    }

    [Fact]
    public void A_second_copy_brings_what_is_new_and_passes_over_the_rest()
    {
        Copy();
        _source.Add([TestRecords.Draft("/many/10.jpg", 99), TestRecords.Draft("/new.jpg", 100)]);

        ILookup<AddChange, string> changes = Copy().ToLookup(result => result.Outcome.Change, result => result.Record.Key.Path);

        Assert.Equal(["/new.jpg"], changes[AddChange.Added]);
        Assert.Equal(["/many/10.jpg"], changes[AddChange.Updated]);
        Assert.Equal(43, changes[AddChange.Unchanged].Count());
        Assert.Empty(new StoreComparison(_source, _destination).Compare());
    }

    [Fact]
    public void A_record_that_moved_in_the_source_moves_in_the_copy()
    {
        Copy();
        MatchRecord record = _source.Get(new() { Paths = ["/many/20.jpg"] }).Single();
        _source.Add([new RecordDraft { Key = record.Key with { Path = "/elsewhere.jpg" }, Id = record.Id, Added = record.Added }]);

        Assert.Equal("/elsewhere.jpg", Assert.Single(Copy(), result => result.Outcome.Change == AddChange.Updated).Record.Key.Path);
        Assert.Empty(new StoreComparison(_source, _destination).Compare());
    }

    [Fact]
    public void A_copy_that_was_broken_off_is_completed()
    {
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => new StoreCopy(_source, _destination).Copy(cancellationToken: stop.Token).Count());
        _destination.Add([.. _source.Get(new()).Take(2).Select(record => TestRecords.Draft(record.Key.Path, record.Signature) with { Id = record.Id })]);

        Copy();

        Assert.Equal(44, _destination.Describe().Count);
        Assert.Equal(_source.Get(new()).Select(record => record.Id), _destination.Get(new()).Select(record => record.Id));
    }

    [Fact]
    public void A_record_that_the_destination_refuses_leaves_the_others_alone()
    {
        _destination.Add([TestRecords.Draft("/other.jpg", 1) with { Id = "AVxK-Nem9Tc_bJgu" }]);

        CopyResult failed = Assert.Single(Copy(), result => result.Outcome.Change == AddChange.Failed);

        Assert.Equal("AVxK-Nem9Tc_bJgu", failed.Record.Id);
        Assert.Equal(44, _destination.Describe().Count);
    }

    [Fact]
    public void Stores_of_different_options_are_not_copied()
    {
        using SqliteStore other = Open("other.db", profile => profile with { Transparency = Transparency.Ignore });

        StoreException error = Assert.Throws<StoreException>(() => new StoreCopy(_source, other));

        Assert.Equal(StoreError.StoreProfileMismatch, error.Error);
        Assert.Contains("Transparency", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("gone", "is not there")]
    [InlineData("more", "holds 45 records")]
    [InlineData("signature", "has another signature")]
    [InlineData("metadata", "has other metadata")]
    [InlineData("facts", "has other facts")]
    public void A_copy_that_is_not_equal_is_told(string difference, string expected)
    {
        Copy();
        MatchRecord record = _destination.Get(new() { Paths = ["/many/20.jpg"] }).Single();
        RecordDraft draft = TestRecords.Draft(record.Key.Path, record.Signature);
        switch (difference)
        {
            case "gone":
                _destination.Remove([record.Id]);
                break;
            case "more":
                _destination.Add([TestRecords.Draft("/more.jpg", 7)]);
                break;
            case "signature":
                _destination.Add([TestRecords.Draft(record.Key.Path, 7)]);
                break;
            case "metadata":
                _destination.Add([draft.With("1")]);
                break;
            default:
                _destination.Add([draft with { Signed = draft.Signed! with { Facts = new FileFacts { Length = 1 } } }]);
                break;
        }

        Assert.Contains(new StoreComparison(_source, _destination).Compare(), told => told.Contains(expected, StringComparison.Ordinal));
    }

    [Fact]
    public void A_copy_whose_records_are_equal_and_whose_searches_are_not_is_told()
    {
        Copy();

        IReadOnlyList<string> told = new StoreComparison(_source, new ForgetfulStore(_destination, "/many/11.jpg")).Compare();

        Assert.Equal(["A search for /many/11.jpg finds other records."], told);
    }

    [Fact]
    public void Decisions_are_copied_and_compared()
    {
        var decision = new MatchDecision { Decision = DecisionKind.Keep, ContentHash = new string('0', 32), Path = "/a.jpg", Decided = DateTimeOffset.UtcNow };
        _source.Decisions.Set([decision]);
        Copy();
        Assert.Contains("It lacks the decision Keep: /a.jpg.", new StoreComparison(_source, _destination).Compare());

        Assert.Equal(1, new StoreCopy(_source, _destination).CopyDecisions());

        Assert.Equal([decision], _destination.Decisions.Get());
        Assert.Empty(new StoreComparison(_source, _destination).Compare());

        MatchDecision newer = decision with { Note = "sold", Decided = decision.Decided.AddDays(1) };
        _destination.Decisions.Set([newer]);
        new StoreCopy(_source, _destination).CopyDecisions();
        Assert.Equal([newer], _destination.Decisions.Get());
        Assert.Empty(new StoreComparison(_source, _destination).Compare());
    }

    private static string Show(MatchRecord record) =>
        $"{record.Id} {record.Key.Source} {record.Key.Path} {record.Key.Frame} {record.Added:O} {record.LastSigned:O} {record.Facts} {record.Signer} {record.Metadata} {Convert.ToHexString((byte[])(Array)record.Signature.Values.ToArray())}";

    private CopyResult[] Copy() => [.. new StoreCopy(_source, _destination).Copy()];

    private SqliteStore Open(string name, Func<SignatureProfile, SignatureProfile>? profile = null) =>
        SqliteStore.Open(Path.Combine(_folder.FullName, name), new SqliteStoreOptions { Create = true, Profile = profile });

    /// <summary>A store that never finds one of its pictures.</summary>
    private sealed class ForgetfulStore(ISignatureStore store, string path) : DelegatingStore(store)
    {
        public override IReadOnlyList<SearchAnswer> Search(IReadOnlyList<SearchQuery> queries, CancellationToken cancellationToken = default) =>
            [.. base.Search(queries, cancellationToken).Select(answer => answer with { Hits = [.. answer.Hits.Where(hit => hit.Record.Key.Path != path)] })];
    }
}
