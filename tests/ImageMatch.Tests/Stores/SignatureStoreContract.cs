using ImageMatch.Imaging;
using ImageMatch.Signatures;
using ImageMatch.Stores;

namespace ImageMatch.Tests.Stores;

/// <summary>What every store keeps to. Each test has a store of its own.</summary>
public abstract partial class SignatureStoreContract : IDisposable
{
    private readonly List<ISignatureStore> _opened = [];
    private ISignatureStore? _store;

    /// <summary>The store of the test, empty at first.</summary>
    protected ISignatureStore Store => _store ??= Open();

    /// <summary>Whether the store keeps word of what was removed; if not, an id may come again, and a removal makes readers of the changes begin anew.</summary>
    protected virtual bool KeepsRemovals => true;

    /// <summary>Opens the store of the test once more, as another user of it would.</summary>
    protected ISignatureStore Open()
    {
        ISignatureStore store = OpenStore();
        _opened.Add(store);
        return store;
    }

    /// <summary>Opens the store of the test, making it if it is not there.</summary>
    protected abstract ISignatureStore OpenStore();

    /// <summary>Empties a store, where making another one takes long.</summary>
    protected static void Empty(ISignatureStore store)
    {
        store.Remove([.. store.Get(new()).Select(record => record.Id)]);
        store.Decisions.Remove([.. store.Decisions.Get().Select(decision => decision.Key)]);
    }

    public virtual void Dispose()
    {
        _opened.ForEach(store => store.Dispose());
        GC.SuppressFinalize(this);
    }

    protected MatchRecord Add(RecordDraft draft)
    {
        AddOutcome outcome = Assert.Single(Store.Add([draft]));
        Assert.Null(outcome.Error);
        return outcome.Record!;
    }

    protected MatchRecord? Find(string path) => Assert.Single(Store.Find([RecordKey.Of(Store.Source, path)]));

    protected List<string> Paths(RecordQuery? query = null) => Store.Get(query ?? new()).Select(record => record.Key.Path).ToList();

    [SkippableFact]
    public void A_new_store_holds_nothing_and_finds_nothing()
    {
        Assert.Equal(0, Store.Describe().Count);
        Assert.Empty(Store.Get(new()));
        Assert.Null(Find("/a.jpg"));
        Assert.Empty(Store.Add([]));
        Assert.Empty(Store.Search([]));
        Assert.Empty(Assert.Single(Store.Search([Query(TestRecords.Signature(1))])).Hits);
    }

    [SkippableFact]
    public void A_record_comes_back_whole()
    {
        var facts = new FileFacts
        {
            Length = 5_000_000_000,
            LastWriteTime = new DateTimeOffset(2024, 2, 29, 23, 59, 58, 123, TimeSpan.FromHours(2)),
            ContentHash = "00112233445566778899aabbccddeeff",
            Width = 4000,
            Height = 3000,
            Format = ImageFormat.JpegXl,
        };
        RecordDraft draft = new()
        {
            Key = new RecordKey("", "/photos/ü b/日本 🙂.jxl", 3),
            Signed = TestRecords.Signed(TestRecords.Signature(1)) with { Facts = facts, Signer = new Signer(1, "ImageMagick", "7.1.2") },
        };

        MatchRecord added = Add(draft.With("""{"things": "stuff!"}"""));

        foreach (MatchRecord? record in new[] { added, Assert.Single(Store.Find([draft.Key])), Assert.Single(Store.Get(new() { Ids = [added.Id] })) })
        {
            Assert.NotNull(record);
            Assert.Equal(added.Id, record.Id);
            Assert.Equal(draft.Key, record.Key);
            Assert.Equal(draft.Key.Path, record.Key.Path);
            Assert.Equal(TestRecords.Signature(1), record.Signature);
            Assert.Equal(facts, record.Facts);
            Assert.Equal(new Signer(1, "ImageMagick", "7.1.2"), record.Signer);
            Assert.Equal("""{"things": "stuff!"}""", record.Metadata?.GetRawText());
            Assert.Equal(added.Added, record.Added);
        }

        Assert.InRange(added.Added, DateTimeOffset.UtcNow.AddMinutes(-1), DateTimeOffset.UtcNow);
    }

    [SkippableFact]
    public void A_record_of_another_program_lacks_facts_and_signer()
    {
        RecordDraft draft = TestRecords.Draft("http://example.org/a?b=c", 1);
        Add(draft with { Signed = draft.Signed! with { Facts = new FileFacts(), Signer = null } });

        MatchRecord record = Find("http://example.org/a?b=c")!;

        Assert.Equal(new FileFacts(), record.Facts);
        Assert.Null(record.Signer);
        Assert.Null(record.Metadata);
    }

    [SkippableFact]
    public void Signatures_that_are_no_opposite_pairs_come_back_too()
    {
        sbyte[] values = new sbyte[SignatureOptions.Default.ValueCount];
        values[0] = 2;
        values[647] = -7;
        Add(TestRecords.Draft("/odd.jpg", new Signature(values)));

        Assert.Equal(new Signature(values), Find("/odd.jpg")!.Signature);
        Assert.Equal("/odd.jpg", Assert.Single(Search(new Signature(values))).Record.Key.Path);
    }

    [SkippableFact]
    public void The_description_counts_records()
    {
        Store.Add([TestRecords.Draft("/a.jpg", 1), TestRecords.Draft("/b.jpg", 2)]);

        StoreDescription description = Store.Describe();

        Assert.Equal(2, description.Count);
        Assert.True(description.Bytes > 0);
        Assert.NotEmpty(description.Product);
        Assert.NotEmpty(description.Version);
        Assert.NotEmpty(description.Location);
        Assert.Equal(Store.Profile, description.Profile);
    }
}
