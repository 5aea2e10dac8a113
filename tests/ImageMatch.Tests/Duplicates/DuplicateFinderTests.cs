using ImageMatch.Backends.Sqlite;
using ImageMatch.Duplicates;
using ImageMatch.Scanning;
using ImageMatch.Signatures;
using ImageMatch.Stores;
using ImageMatch.Tests.Stores;

namespace ImageMatch.Tests.Duplicates;

public sealed class DuplicateFinderTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("imagematch-");
    private readonly SqliteStore _store;

    public DuplicateFinderTests() => _store = SqliteStore.Open(Path.Combine(_folder.FullName, "images.db"), new SqliteStoreOptions { Create = true });

    public void Dispose()
    {
        _store.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public void Groups_are_those_of_comparing_every_two_pictures()
    {
        // Copies of copies, so that many pairs lie on both sides of the cut-off.
        Signature[] signatures = [.. Enumerable.Range(0, 400).Select(i => TestRecords.Near(i % 40, i * 7 % 150))];
        _store.Add([.. signatures.Select((signature, i) => TestRecords.Draft($"/{i:D3}.jpg", signature))]);
        foreach (bool allOrientations in new[] { false, true })
        {
            var pairs =
                from second in Enumerable.Range(0, signatures.Length)
                from first in Enumerable.Range(0, second)
                let upright = SignatureDistance.Between(signatures[first], signatures[second])
                let turned = allOrientations ? TurnedDistance(signatures[first], signatures[second]) : 1
                where upright < 0.2 || turned < 0.2 * 8 / 9
                select new PicturePair(first, second, turned < 0.2 * 8 / 9 ? Math.Min(turned, upright) : upright);
            IEnumerable<string> plain = PlainGrouping.Group(signatures.Length, [.. pairs]).Select(group => string.Join(' ', group.Select(i => $"/{i:D3}.jpg")));

            Assert.Equal(plain.Order(), Groups(new DuplicateOptions { DistanceCutoff = 0.2, AllOrientations = allOrientations }).Order());
        }
    }

    [Fact]
    public void Copies_that_are_near_enough_as_they_are_count_although_they_are_nearer_mirrored()
    {
        Signature plain = TestRecords.Signature(1);
        Signature mirror = plain.Permuted(Orientation.Mirrored, SignatureOptions.Default);
        var symmetric = new Signature([.. plain.Values.ToArray().Zip(mirror.Values.ToArray(), (one, other) => (sbyte)Math.Clamp(one + other, -2, 2))]);
        Signature first = TestRecords.Near(symmetric, 3);
        Signature second = TestRecords.Near(first, 60).Permuted(Orientation.Mirrored, SignatureOptions.Default);
        double upright = SignatureDistance.Between(first, second);
        Assert.InRange(TurnedDistance(first, second), upright * 8 / 9, upright * 0.999);
        _store.Add([TestRecords.Draft("/a.jpg", first), TestRecords.Draft("/b.jpg", second)]);

        foreach (bool allOrientations in new[] { false, true })
        {
            var options = new DuplicateOptions { DistanceCutoff = upright * 1.0001, AllOrientations = allOrientations };
            DuplicateMember copy = Assert.Single(Find(options, new TestInspector())).Members[1];
            Assert.Equal((upright, Orientation.Unchanged), (copy.Distance, copy.Orientation));
        }
    }

    [Fact]
    public void Where_too_many_resemble_each_other_nearer_ones_are_grouped_and_that_is_known()
    {
        Signature[] signatures = [.. Enumerable.Range(0, 200).Select(i => TestRecords.Near(1, i))];
        var table = new PictureTable([]);
        var index = new SignatureIndex();
        foreach (Signature signature in signatures)
            index.Set([(table.Add(TestRecords.Record("/a.jpg", signature), isReference: false, isRecent: true).Picture, signature)]);
        var scan = new ComponentScan(table, index, new DuplicateOptions(), SignatureOptions.Default) { MaxPairs = 500, MaxCopies = 50 };

        Component component = Assert.Single(scan.Run(_ => { }, default).SelectMany(whole => whole));

        Assert.Equal(200, component.Members.Count);
        Assert.InRange(component.Cutoff, 0.001, 0.2);
        component.Narrow(component.Cutoff);
        Assert.InRange(component.Pairs.Count, 1, 500);
        IEnumerable<PicturePair> expected =
            from second in Enumerable.Range(0, signatures.Length)
            from first in Enumerable.Range(0, second)
            let distance = SignatureDistance.Between(signatures[first], signatures[second])
            where distance < component.Cutoff
            select new PicturePair(first, second, distance);
        Assert.Equal(expected.Order(), component.Pairs.Order());
    }

    [Fact]
    public void Each_group_comes_as_soon_as_it_is_whole()
    {
        _store.Add([.. Enumerable.Range(0, 300).Select(i => TestRecords.Draft($"/{i:D3}.jpg", TestRecords.Near(i / 2, i % 2)))]);
        long asked = 0;

        DuplicateGroup first = Find(new DuplicateOptions(), new TestInspector(), progress => asked = progress.Done).First();

        Assert.Equal(["/000.jpg", "/001.jpg"], Paths(first));
        Assert.InRange(asked, 1, 100);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Pictures_of_too_little_detail_are_copies_by_their_content_alone_and_counted(bool isFeatureless)
    {
        Signature weak = isFeatureless ? new Signature(new sbyte[SignatureOptions.Default.ValueCount]) : TestRecords.Gradient;
        string[] hashes = ["page", "page", "other", "page", "archived", "archived", "archived", "new"];
        _store.Add([.. hashes.Select((hash, i) => Draft($"/{(i is 5 or 6 ? "archive" : "all")}/{i}.jpg", weak, hash)), Draft("/all/unknown.jpg", weak, null)]);
        var finder = new DuplicateFinder(_store, new DuplicateOptions { ReferencePaths = ["/archive"] }, new TestInspector());

        DuplicateGroup[] groups = [.. finder.Find()];

        Assert.Equal(["/all/4.jpg /archive/5.jpg", "/all/0.jpg /all/1.jpg /all/3.jpg"], groups.Select(group => string.Join(' ', Paths(group))).OrderDescending());
        Assert.All(groups.SelectMany(group => group.Members), member => Assert.Equal(0, member.Distance));
        Assert.Equal(9, finder.ComparedByContent);
        Assert.Equal(isFeatureless ? 2 : 1, Groups(new DuplicateOptions { IncludeWeak = true }).Count);
    }

    private static RecordDraft Draft(string path, Signature signature, string? hash) =>
        TestRecords.Draft(path, signature) with { Signed = TestRecords.Signed(signature, contentHash: hash) };

    [Fact]
    public void A_search_that_is_given_up_ends()
    {
        _store.Add([.. Enumerable.Range(0, 300).Select(i => TestRecords.Draft($"/{i:D3}.jpg", TestRecords.Near(i / 2, i % 2)))]);
        using var cancellation = new CancellationTokenSource();
        var finder = new DuplicateFinder(_store, new DuplicateOptions(), new TestInspector());

        Assert.Throws<OperationCanceledException>(() =>
        {
            foreach (DuplicateGroup group in finder.Find(cancellationToken: cancellation.Token))
                cancellation.Cancel();
        });
    }

    private static double TurnedDistance(Signature first, Signature second) =>
        Orientations.All.Min(orientation => SignatureDistance.Between(first.Permuted(orientation, SignatureOptions.Default), second));

    private static List<string> Paths(DuplicateGroup group) => [.. group.Members.Select(member => member.Record.Key.Path).Order(StringComparer.Ordinal)];

    private IEnumerable<DuplicateGroup> Find(DuplicateOptions options, TestInspector inspector, Action<DuplicateProgress>? progress = null) =>
        new DuplicateFinder(_store, options, inspector).Find(progress);

    private List<string> Groups(DuplicateOptions options) => [.. Find(options, new TestInspector()).Select(group => string.Join(' ', Paths(group)))];
}
