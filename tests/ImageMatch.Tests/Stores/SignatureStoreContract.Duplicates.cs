using ImageMatch.Duplicates;
using ImageMatch.Signatures;
using ImageMatch.Stores;
using ImageMatch.Tests.Duplicates;

namespace ImageMatch.Tests.Stores;

public abstract partial class SignatureStoreContract
{
    [SkippableFact]
    public void Duplicates_are_grouped_and_the_largest_is_kept()
    {
        Add(Sized("/a/small.jpg", TestRecords.Near(1, 3), 300));
        Add(Sized("/a/large.jpg", TestRecords.Signature(1), 900));
        Add(Sized("/b/middle.jpg", TestRecords.Near(1, 6), 600));
        Add(Sized("/b/other.jpg", TestRecords.Signature(2), 600));

        DuplicateGroup group = Assert.Single(Duplicates());

        Assert.Equal(["/a/large.jpg", "/a/small.jpg", "/b/middle.jpg"], group.Members.Select(member => member.Record.Key.Path));
        Assert.Equal([DuplicateStatus.Kept, DuplicateStatus.Redundant, DuplicateStatus.Redundant], group.Members.Select(member => member.Status));
        Assert.Equal("largest image (900 x 480)", group.Keep.Reason);
        Assert.Equal(SignatureDistance.Between(TestRecords.Signature(1), TestRecords.Near(1, 3)), group.Members[1].Distance);
        Assert.Equal(2 * 12345, group.ReclaimableBytes);
    }

    [SkippableFact]
    public void Groups_are_the_same_with_every_set_of_records()
    {
        Signature[] signatures = [.. Enumerable.Range(0, 150).Select(i => TestRecords.Near(i % 30, i * 11 % 140))];
        Store.Add([.. signatures.Select((signature, i) => TestRecords.Draft($"/{i:D3}.jpg", signature))]);
        var pairs =
            from second in Enumerable.Range(0, signatures.Length)
            from first in Enumerable.Range(0, second)
            let distance = SignatureDistance.Between(signatures[first], signatures[second])
            where distance < 0.2
            select new PicturePair(first, second, distance);

        Assert.Equal(
            PlainGrouping.Group(signatures.Length, [.. pairs]).Select(group => string.Join(' ', group.Select(i => $"/{i:D3}.jpg"))).Order(),
            Duplicates(new() { DistanceCutoff = 0.2 }).Select(group => string.Join(' ', group.Members.Select(member => member.Record.Key.Path).Order(StringComparer.Ordinal))).Order());
    }

    [SkippableFact]
    public void Pictures_of_the_reference_are_kept_and_never_grouped_with_each_other()
    {
        Add(Sized("/archive/one.jpg", TestRecords.Signature(1), 300));
        Add(Sized("/archive/two.jpg", TestRecords.Signature(1), 300));
        Add(Sized("/archive/only.jpg", TestRecords.Signature(2), 300));
        Add(Sized("/archive/only-too.jpg", TestRecords.Signature(2), 300));
        Add(Sized("/archived.jpg", TestRecords.Near(1, 1), 900));
        Add(Sized("/office/copy.jpg", TestRecords.Near(1, 2), 900));

        DuplicateGroup group = Assert.Single(Duplicates(new() { ReferencePaths = ["/archive/"] }));
        Assert.Equal(["/archive/one.jpg", "/archived.jpg", "/office/copy.jpg"], group.Members.Select(member => member.Record.Key.Path));
        Assert.Equal("in the reference", group.Keep.Reason);
        Assert.Equal([DuplicateStatus.Redundant, DuplicateStatus.Redundant], group.Members.Skip(1).Select(member => member.Status));

        group = Assert.Single(Duplicates(new() { ReferencePaths = ["/archive"], Keep = [KeepRule.LargestImage, KeepRule.ShortestPath] }));
        Assert.Equal("/archived.jpg", group.Keep.Record.Key.Path);
        Assert.Equal(
            (DuplicateStatus.Protected, "lies in the reference"),
            group.Members.Where(member => member.Record.Key.Path == "/archive/one.jpg").Select(member => (member.Status, member.Reason)).Single());
    }

    [SkippableFact]
    public void Groups_are_looked_for_in_folders_among_records_that_pass_and_with_what_is_new()
    {
        var old = new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);
        foreach (string folder in new[] { "/a", "/b [1]" })
        {
            Add((TestRecords.Draft($"{folder}/1.jpg", TestRecords.Signature(1)) with { Added = old }).With("""{"keep": 1}"""));
            Add((TestRecords.Draft($"{folder}/2.jpg", TestRecords.Near(1, 1)) with { Added = old }).With("""{"keep": 2}"""));
        }

        Add(TestRecords.Draft("/b [1]/3.jpg", TestRecords.Near(2, 1)));
        Add(TestRecords.Draft("/c/4.jpg", TestRecords.Near(2, 2)) with { Added = old });

        Assert.Equal(["/b [1]/1.jpg /b [1]/2.jpg"], Names(new() { Folders = ["/b [1]"] }));
        Assert.Equal(["/a/1.jpg /b [1]/1.jpg /b [1]/2.jpg"], Names(new() { Folders = ["/b [1]/"], ReferencePaths = ["/a/1.jpg"] }));
        var two = new Comparison(["Metadata", "keep"], FilterOperator.Equal, TestRecords.Json("2"));
        Assert.Equal(["/a/2.jpg /b [1]/2.jpg"], Names(new() { Filter = two }));
        Assert.Equal(["/b [1]/3.jpg /c/4.jpg"], Names(new() { Since = DateTimeOffset.UtcNow.AddDays(-1) }));
        Assert.Equal(2, Names(new()).Count);
    }

    [SkippableFact]
    public void A_picture_that_was_signed_anew_is_new_and_one_with_new_metadata_is_not()
    {
        var old = new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);
        foreach ((string path, Signature signature) in new[] { ("/a.jpg", TestRecords.Signature(1)), ("/edited.jpg", TestRecords.Signature(2)), ("/c.jpg", TestRecords.Signature(3)), ("/d.jpg", TestRecords.Near(3, 1)) })
            Add(TestRecords.Draft(path, signature) with { Added = old });
        var sinceYesterday = new DuplicateOptions { Since = DateTimeOffset.UtcNow.AddDays(-1) };
        Assert.Empty(Names(sinceYesterday));

        MatchRecord edited = Add(TestRecords.Draft("/edited.jpg", TestRecords.Near(1, 1)));
        Add(TestRecords.Draft("/c.jpg", TestRecords.Signature(3)).With("""{"seen": true}"""));

        Assert.Equal(old, edited.Added);
        Assert.InRange(edited.LastSigned, DateTimeOffset.UtcNow.AddMinutes(-1), DateTimeOffset.UtcNow);
        Assert.Equal(edited.LastSigned, Store.Find([edited.Key])[0]!.LastSigned);
        Assert.Equal(["/a.jpg /edited.jpg"], Names(sinceYesterday));
        var lately = new Comparison(["LastSigned"], FilterOperator.GreaterThan, TestRecords.Json("\"2021-01-01\""));
        Assert.Equal(["/edited.jpg"], Store.Get(new RecordQuery { Filter = lately }).Select(record => record.Key.Path));
    }

    [SkippableFact]
    public void Turned_copies_are_found_when_asked_for()
    {
        Add(Sized("/upright.jpg", TestRecords.Signature(1), 900));
        Add(Sized("/turned.jpg", TestRecords.Signature(1).Permuted(Orientation.Rotated90, SignatureOptions.Default), 300));

        Assert.Empty(Duplicates());
        DuplicateMember turned = Assert.Single(Duplicates(new() { AllOrientations = true })).Members[1];
        Assert.Equal(("/turned.jpg", 0.0, Orientation.Rotated90), (turned.Record.Key.Path, turned.Distance, turned.Orientation));
    }

    [SkippableFact]
    public void Decisions_are_honoured()
    {
        string[] hashes = [.. Enumerable.Range(0, 4).Select(i => i.ToString("D32", null))];
        MatchRecord[] records = [.. hashes.Select((hash, i) => Add(TestRecords.Draft($"/{i}.jpg", TestRecords.Signature(1)) with
        {
            Signed = TestRecords.Signed(TestRecords.Signature(1), contentHash: hash),
            Added = DateTimeOffset.UnixEpoch,
        }))];
        Assert.Equal(["/0.jpg /1.jpg /2.jpg /3.jpg"], Names(new()));

        Store.Decisions.Set([MatchDecision.NotAMatch(records[0], records[3], null)]);
        Assert.Equal(["/0.jpg /1.jpg /2.jpg"], Names(new()));

        Store.Decisions.Set([MatchDecision.Keep(records[2], "sold"), MatchDecision.Keep(records[1], null)]);
        DuplicateGroup group = Assert.Single(Duplicates());
        Assert.Equal(("/1.jpg", "decided to be kept; among these first by path, as no rule tells more"), (group.Keep.Record.Key.Path, group.Keep.Reason));
        Assert.Equal(
            ["/0.jpg Redundant ", "/2.jpg Protected decided to be kept: sold"],
            group.Members.Skip(1).Select(member => $"{member.Record.Key.Path} {member.Status} {member.Reason}"));
    }

    [SkippableFact]
    public void A_frame_proposes_its_file_only_where_the_whole_file_is_a_copy()
    {
        Add(Sized("/large.jpg", TestRecords.Signature(1), 900));
        foreach (int frame in new[] { 0, 1 })
            Add(TestRecords.Draft("/pages.tif", TestRecords.Near(frame + 1, 1)) with { Key = new RecordKey("", "/pages.tif", frame) });

        DuplicateMember page = Assert.Single(Duplicates()).Members[1];

        Assert.Equal((DuplicateStatus.PartOfFile, "is frame 0 of its file; the others would go with it"), (page.Status, page.Reason));
    }

    [SkippableFact]
    public void A_file_with_frames_that_are_not_stored_is_not_proposed_either()
    {
        Add(Sized("/large.jpg", TestRecords.Signature(1), 900));
        RecordDraft animation = Sized("/animation.gif", TestRecords.Near(1, 1), 300);
        Add(animation with { Signed = animation.Signed! with { Facts = animation.Signed.Facts with { FrameCount = 12 } } });

        Assert.Equal(DuplicateStatus.PartOfFile, Assert.Single(Duplicates()).Members[1].Status);
    }

    [SkippableFact]
    public void Several_records_of_one_file_are_no_copies()
    {
        Add(TestRecords.Draft("/a.jpg", 1));
        Add(TestRecords.Draft("/a.jpg", 1) with { AsNew = true });
        Assert.Empty(Duplicates());

        Add(Sized("/b.jpg", TestRecords.Signature(1), 900));
        Assert.Equal(
            [DuplicateStatus.Kept, DuplicateStatus.Redundant, DuplicateStatus.SameFile],
            Assert.Single(Duplicates()).Members.Select(member => member.Status));
    }

    private static RecordDraft Sized(string path, Signature signature, int width)
    {
        RecordDraft draft = TestRecords.Draft(path, signature);
        return draft with { Signed = draft.Signed! with { Facts = draft.Signed.Facts with { Width = width } } };
    }

    private List<DuplicateGroup> Duplicates(DuplicateOptions? options = null, IFileInspector? files = null) =>
        [.. new DuplicateFinder(Store, options ?? new(), files ?? new TestInspector()).Find()];

    private List<string> Names(DuplicateOptions options) =>
        [.. Duplicates(options).Select(group => string.Join(' ', group.Members.Select(member => member.Record.Key.Path).Order(StringComparer.Ordinal))).Order()];
}
