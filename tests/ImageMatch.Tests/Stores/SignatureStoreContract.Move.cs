using ImageMatch.Stores;

namespace ImageMatch.Tests.Stores;

/// <summary>Records that take another key, and what becomes of the key that they had.</summary>
public abstract partial class SignatureStoreContract
{
    [SkippableFact]
    public void A_moved_record_keeps_its_id_time_signature_and_metadata()
    {
        MatchRecord added = Add(TestRecords.Draft("/old/a.jpg", 1).With("""{"rights": "press"}"""));
        FileFacts facts = added.Facts with { LastWriteTime = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero) };

        AddOutcome outcome = Move(added, "/new/b.jpg", facts);

        Assert.Equal(AddChange.Updated, outcome.Change);
        Assert.Null(Find("/old/a.jpg"));
        MatchRecord moved = Find("/new/b.jpg")!;
        Assert.Equal((added.Id, added.Added, added.Signer, facts), (moved.Id, moved.Added, moved.Signer, moved.Facts));
        Assert.Equal(added.Signature, moved.Signature);
        Assert.Equal("press", moved.Metadata?.GetProperty("rights").GetString());
        Assert.Equal(["/new/b.jpg"], Paths());
        Assert.Equal(["/new/b.jpg"], Paths(new() { Paths = ["/old/a.jpg", "/new/b.jpg"] }));
        Assert.Equal(["/new/b.jpg"], Search(TestRecords.Signature(1)).Select(hit => hit.Record.Key.Path));
        Assert.Equal(AddChange.Unchanged, Move(added, "/new/b.jpg", facts).Change);
    }

    [SkippableFact]
    public void A_key_is_free_once_its_record_has_moved()
    {
        MatchRecord first = Add(TestRecords.Draft("/a.jpg", 1).With("1"));
        Move(first, "/b.jpg");
        MatchRecord second = Add(TestRecords.Draft("/a.jpg", 2).With("2"));
        Move(second, "/c.jpg");
        MatchRecord third = Add(TestRecords.Draft("/a.jpg", 3).With("3"));

        Assert.Equal(3, new[] { first.Id, second.Id, third.Id }.Distinct().Count());
        Assert.Equal(["/a.jpg 3", "/b.jpg 1", "/c.jpg 2"], Store.Get(new()).Select(record => $"{record.Key.Path} {record.Metadata}"));
        foreach ((string path, MatchRecord record, int seed) in new[] { ("/a.jpg", third, 3), ("/b.jpg", first, 1), ("/c.jpg", second, 2) })
        {
            Assert.Equal(record.Id, Find(path)?.Id);
            Assert.Equal(AddChange.Unchanged, Assert.Single(Store.Add([TestRecords.Draft(path, seed)])).Change);
        }

        // Its id is free too, but the key has a record.
        Store.Remove([first.Id]);
        Assert.Equal(AddChange.Updated, Assert.Single(Store.Add([TestRecords.Draft("/a.jpg", 4)])).Change);
        Assert.Equal(third.Id, Find("/a.jpg")?.Id);
        Assert.Equal(2, Store.Describe().Count);
    }

    [SkippableFact]
    public void Records_change_places_in_one_batch()
    {
        MatchRecord a = Add(TestRecords.Draft("/a.jpg", 1));
        MatchRecord b = Add(TestRecords.Draft("/b.jpg", 2));

        IReadOnlyList<AddOutcome> outcomes = Store.Add([Moved(a, "/b.jpg"), Moved(b, "/a.jpg"), TestRecords.Draft("/b.jpg", 1).With("1"), TestRecords.Draft("/c.jpg", 3)]);

        Assert.Equal([AddChange.Updated, AddChange.Updated, AddChange.Updated, AddChange.Added], outcomes.Select(outcome => outcome.Change));
        Assert.Equal((b.Id, a.Id), (Find("/a.jpg")?.Id, Find("/b.jpg")?.Id));
        Assert.Equal(3, Store.Describe().Count);
    }

    [SkippableFact]
    public void What_moved_is_a_change_to_others()
    {
        MatchRecord added = Add(TestRecords.Draft("/a.jpg", 1));
        StorePosition position = Store.ChangesSince(default).Position;

        Move(added, "/b.jpg");

        StoreChanges changes = Open().ChangesSince(position);
        Assert.Equal([added.Id], changes.Changed);
        Assert.Empty(changes.Removed);
    }

    [SkippableFact]
    public void A_record_that_is_gone_or_another_cannot_move()
    {
        MatchRecord added = Add(TestRecords.Draft("/a.jpg", 1));

        AddOutcome[] outcomes = [Move(added with { Id = "0123456789abcdef0123456789abcdef" }, "/b.jpg"), Move(added with { Added = added.Added.AddTicks(1) }, "/b.jpg")];

        Assert.All(outcomes, outcome => Assert.Equal(StoreError.RecordRefused, outcome.Error?.Error));
        Assert.Equal(["/a.jpg"], Paths());
    }

    private static RecordDraft Moved(MatchRecord record, string path, FileFacts? facts = null) =>
        new() { Key = record.Key with { Path = path }, Id = record.Id, Added = record.Added, Facts = facts };

    private AddOutcome Move(MatchRecord record, string path, FileFacts? facts = null) => Assert.Single(Store.Add([Moved(record, path, facts)]));
}
