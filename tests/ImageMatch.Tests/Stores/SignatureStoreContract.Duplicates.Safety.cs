using ImageMatch.Duplicates;
using ImageMatch.Stores;
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

    [SkippableFact]
    public void A_reference_of_which_nothing_is_stored_ends_the_search()
    {
        Add(TestRecords.Draft("/lib/originals/a.jpg", 1));
        Add(TestRecords.Draft("/lib/copies/a.jpg", 1));

        foreach (string wrong in new[] { "/lib/orginals", "/lib/orig*", "/lib/orig", "/lib/originals/a" })
        {
            StoreException error = Assert.Throws<StoreException>(() => Duplicates(new() { ReferencePaths = ["/lib/originals", wrong] }));
            Assert.Equal(StoreError.ReferenceNotFound, error.Error);
            Assert.Contains($"'{wrong}'", error.Message, StringComparison.Ordinal);
        }

        var none = new Comparison(["Width"], FilterOperator.Equal, TestRecords.Json("1"));
        Assert.Empty(Duplicates(new() { ReferencePaths = ["/lib/originals"], Filter = none }));
        Assert.Single(Duplicates(new() { ReferencePaths = ["/lib/originals/", "/lib/originals/a.jpg"], Folders = ["/"] }));
    }

    [SkippableFact]
    public void Folders_of_which_nothing_is_stored_are_known()
    {
        Add(TestRecords.Draft("/lib/a.jpg", 1));
        var finder = new DuplicateFinder(Store, new() { Folders = ["/lib", "/libs"] }, new TestInspector());

        Assert.Empty(finder.Find());
        Assert.Equal(["/libs"], finder.EmptyFolders);
    }

    [SkippableFact]
    public void A_file_of_the_reference_is_not_proposed_by_another_name()
    {
        var folder = new FileIdentity(1, 10);
        var file = new FileIdentity(1, 11);
        var linked = new FileIdentity(1, 12);
        var files = new TestInspector().With("/alias", FileSighting.Unchanged(folder, 2)).With("/real", FileSighting.Unchanged(folder, 2))
            .With("/alias/b.jpg", FileSighting.Unchanged(file, 1)).With("/real/b.jpg", FileSighting.Unchanged(file, 1))
            .With("/hard.jpg", FileSighting.Unchanged(linked, 2)).With("/real/c.jpg", FileSighting.Unchanged(linked, 2));
        foreach ((string path, char content) in new[] { ("/real/a.jpg", 'a'), ("/real/b.jpg", 'b'), ("/real/c.jpg", 'c'), ("/alias/b.jpg", 'e'), ("/copy.jpg", 'c'), ("/hard.jpg", 'c') })
            Add(TestRecords.Draft(path, 1) with { Signed = TestRecords.Signed(TestRecords.Signature(1), contentHash: new string(content, 32)) });

        Assert.Equal(
            [
                "/alias/b.jpg Protected is /real/b.jpg of the reference by another name",
                "/copy.jpg Redundant ",
                "/hard.jpg Protected is /real/c.jpg of the reference by another name",
            ],
            Described(Assert.Single(Duplicates(new() { ReferencePaths = ["/real"] }, files))));
    }

    [SkippableFact]
    public void A_file_that_may_be_another_by_a_second_mount_is_not_proposed()
    {
        static FileSighting Mounted(ulong volume, ulong file) => FileSighting.Unchanged(new FileIdentity(volume, file, IsOnNetwork: true), 1);
        static FileSighting Local(ulong volume, ulong file) => FileSighting.Unchanged(new FileIdentity(volume, file), 1);
        foreach (string path in new[] { "/nas/a.jpg", "/nas2/a.jpg", "/nas2/b.jpg" })
            Add(Sized(path, TestRecords.Signature(1), 300));

        var twoMounts = new TestInspector().With("/nas/a.jpg", Mounted(1, 5)).With("/nas2/a.jpg", Mounted(2, 5)).With("/nas2/b.jpg", Mounted(2, 6));
        Assert.Equal(
            ["/nas2/a.jpg SameFile may be the same file as /nas/a.jpg by another mount", "/nas2/b.jpg Redundant "],
            Described(Assert.Single(Duplicates(files: twoMounts))));

        var twoDisks = new TestInspector().With("/nas/a.jpg", Local(1, 5)).With("/nas2/a.jpg", Local(2, 5));
        Assert.All(Assert.Single(Duplicates(files: twoDisks)).Members.Skip(1), member => Assert.Equal(DuplicateStatus.Redundant, member.Status));
    }

    [SkippableFact]
    public void A_file_that_may_be_one_of_the_reference_by_a_second_mount_is_not_proposed()
    {
        static FileSighting Mounted(ulong volume, ulong file) => FileSighting.Unchanged(new FileIdentity(volume, file, IsOnNetwork: true), 1);
        var files = new TestInspector().With("/nas", Mounted(1, 2)).With("/nas2", Mounted(2, 2))
            .With("/nas/b.jpg", Mounted(1, 6)).With("/nas2/b.jpg", Mounted(2, 6))
            .With("/nas/c.jpg", Mounted(1, 7)).With("/nas2/c.jpg", Mounted(2, 8));
        foreach (string path in new[] { "/nas/a.jpg", "/nas/b.jpg", "/nas2/b.jpg", "/nas2/c.jpg" })
            Add(Sized(path, TestRecords.Signature(1), 300));

        Assert.Equal(
            ["/nas2/b.jpg Protected may be /nas/b.jpg of the reference by another mount", "/nas2/c.jpg Redundant "],
            Described(Assert.Single(Duplicates(new() { ReferencePaths = ["/nas"] }, files))));
    }

    private static IEnumerable<string> Described(DuplicateGroup group) =>
        group.Members.Skip(1).Select(member => $"{member.Record.Key.Path} {member.Status} {member.Reason}");
}
