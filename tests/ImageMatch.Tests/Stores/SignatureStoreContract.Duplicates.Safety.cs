using ImageMatch.Duplicates;
using ImageMatch.Tests.Duplicates;

namespace ImageMatch.Tests.Stores;

/// <summary>What is never proposed for removal.</summary>
public abstract partial class SignatureStoreContract
{
    [SkippableFact]
    public void What_is_not_there_as_it_was_signed_is_neither_kept_nor_proposed()
    {
        Add(Sized("/a.jpg", TestRecords.Signature(1), 900));
        Add(Sized("/b.jpg", TestRecords.Near(1, 1), 600));
        Add(Sized("/c.jpg", TestRecords.Near(1, 2), 300));

        var oneGone = new TestInspector().With("/a.jpg", FileSighting.Not(DuplicateStatus.Gone, "is gone"));
        DuplicateGroup group = Assert.Single(Duplicates(files: oneGone));
        Assert.Equal(["/b.jpg Kept", "/a.jpg Gone", "/c.jpg Redundant"], group.Members.Select(member => $"{member.Record.Key.Path} {member.Status}"));
        Assert.Equal("largest image (600 x 480); /a.jpg would come first, but is gone", group.Keep.Reason);

        var allGone = new TestInspector();
        foreach (string path in new[] { "/a.jpg", "/b.jpg", "/c.jpg" })
            allGone.With(path, FileSighting.Not(DuplicateStatus.Gone, "is gone"));
        group = Assert.Single(Duplicates(files: allGone));
        Assert.Equal(["/a.jpg Kept", "/b.jpg Gone", "/c.jpg Gone"], group.Members.Select(member => $"{member.Record.Key.Path} {member.Status}"));
        Assert.Equal("largest image (900 x 480); nothing is proposed, as it is gone", group.Keep.Reason);

        var linked = new FileIdentity(1, 1);
        var twoNames = new TestInspector().With("/b.jpg", FileSighting.Unchanged(linked, 2)).With("/c.jpg", FileSighting.Unchanged(linked, 2));
        Assert.Equal(
            ["largest image (900 x 480)", "is the same file as /c.jpg", "is the same file as /b.jpg"],
            Assert.Single(Duplicates(files: twoNames)).Members.Select(member => member.Reason));
    }

    [SkippableFact]
    public void The_one_to_keep_is_read_whole_before_others_are_proposed_against_it()
    {
        Add(Sized("/a.jpg", TestRecords.Signature(1), 900));
        Add(Sized("/b.jpg", TestRecords.Near(1, 1), 600));
        Add(Sized("/c.jpg", TestRecords.Near(1, 2), 300));
        var changed = FileSighting.Not(DuplicateStatus.Changed, "has other content");

        DuplicateGroup group = Assert.Single(Duplicates(files: new TestInspector().WithContent("/a.jpg", changed)));
        Assert.Equal(["/b.jpg Kept", "/a.jpg Changed", "/c.jpg Redundant"], group.Members.Select(member => $"{member.Record.Key.Path} {member.Status}"));
        Assert.Equal("largest image (600 x 480); /a.jpg would come first, but has other content", group.Keep.Reason);

        var lastCopy = new TestInspector().WithContent("/a.jpg", changed).WithContent("/b.jpg", changed);
        Assert.Equal(
            ["/c.jpg Kept", "/b.jpg Changed", "/a.jpg Changed"],
            Assert.Single(Duplicates(files: lastCopy)).Members.Select(member => $"{member.Record.Key.Path} {member.Status}"));
    }

    [SkippableFact]
    public void The_others_are_read_whole_where_that_is_asked_for()
    {
        Add(Sized("/a.jpg", TestRecords.Signature(1), 900));
        Add(Sized("/b.jpg", TestRecords.Near(1, 1), 600));
        var edited = new TestInspector().WithContent("/b.jpg", FileSighting.Not(DuplicateStatus.Changed, "has other content"));

        Assert.Equal(DuplicateStatus.Redundant, Assert.Single(Duplicates(files: edited)).Members[1].Status);
        Assert.Equal(DuplicateStatus.Changed, Assert.Single(Duplicates(new() { VerifyContent = true }, edited)).Members[1].Status);
    }
}
