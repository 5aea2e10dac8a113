using ImageMatch.Scanning;
using ImageMatch.Signatures;
using ImageMatch.Tests.Stores;

namespace ImageMatch.Tests.Scanning;

/// <summary>Pictures and their windows in memory.</summary>
public class RecordIndexTests
{
    private readonly RecordIndex _index = new(hasWindows: true);

    [Fact]
    public void A_search_finds_what_a_plain_loop_over_pictures_and_windows_finds()
    {
        var random = new Random(5);
        IndexedRecord[] records =
        [
            .. Enumerable.Range(1, 300).Select(number => new IndexedRecord(
                number, Some(random), [.. Enumerable.Range(1, random.Next(5)).Select(window => new StoredWindow(window, Some(random)))])),
        ];
        _index.Set(records);
        AskedOfRecords[] asked = [.. Enumerable.Range(0, 6).Select(i => new AskedOfRecords(Some(random), i % 2 == 1))];

        IReadOnlyList<RecordHit> hits = _index.Search([new RecordScan(asked, new MatchCutoffs(0.4, 0.3))])[0];

        var expected = new List<RecordHit>();
        foreach (IndexedRecord record in records)
        {
            var near = new List<(double, int, int)>();
            foreach ((int window, Signature stored) in (IEnumerable<StoredWindow>)[new StoredWindow(0, record.Signature), .. record.Windows])
            {
                for (int which = 0; which < asked.Length; which++)
                {
                    double distance = SignatureDistance.Between(asked[which].Signature, stored);
                    if (distance < (window == 0 && !asked[which].IsWindow ? 0.4 : 0.3))
                        near.Add((distance, which, window));
                }
            }

            if (near.Count > 0)
                expected.Add(new RecordHit(record.Number, near.Min().Item1, near.Min().Item2, near.Min().Item3));
        }

        Assert.Contains(expected, hit => hit.Window > 0);
        Assert.Equal(expected, hits.OrderBy(hit => hit.Number));
    }

    [Fact]
    public void An_index_is_read_as_it_was_written_with_its_windows()
    {
        _index.Set([new IndexedRecord(7, TestRecords.Signature(1), [new StoredWindow(31, TestRecords.Signature(2))])]);
        using var stream = new MemoryStream();
        using (RecordSnapshot snapshot = _index.Acquire())
            snapshot.Save(stream);
        stream.Position = 0;
        var read = new RecordIndex(hasWindows: true);

        read.Load(stream);

        Assert.Equal(1, read.Count);
        RecordHit hit = Assert.Single(read.Search([new RecordScan([new AskedOfRecords(TestRecords.Near(2, 3), false)], new MatchCutoffs(0.4, 0.4))])[0]);
        Assert.Equal((7, 31), (hit.Number, hit.Window));
    }

    [Fact]
    public void A_record_that_is_replaced_is_no_longer_found_by_windows_that_it_had()
    {
        _index.Set([new IndexedRecord(1, TestRecords.Signature(1), [new StoredWindow(3, TestRecords.Signature(2)), new StoredWindow(31, TestRecords.Signature(3))])]);

        _index.Set([new IndexedRecord(1, TestRecords.Signature(1), [new StoredWindow(3, TestRecords.Signature(4))])]);

        Assert.Empty(_index.Search([new RecordScan([new(TestRecords.Signature(2), false), new(TestRecords.Signature(3), false)], new MatchCutoffs(0.3, 0.3))])[0]);
        Assert.Single(_index.Search([new RecordScan([new(TestRecords.Signature(4), false)], new MatchCutoffs(0.3, 0.3))])[0]);
    }

    [Fact]
    public async Task A_record_that_matches_before_a_change_and_after_it_matches_at_every_moment()
    {
        // By its window at first, then by the picture, then by the window again.
        Signature asked = TestRecords.Signature(1);
        IndexedRecord byWindow = new(1, TestRecords.Signature(2), [new StoredWindow(1, asked)]);
        IndexedRecord byPicture = new(1, asked, []);
        _index.Set([byWindow]);
        using var done = new CancellationTokenSource();
        Task reader = Task.Run(() =>
        {
            do
                Assert.Single(_index.Search([new RecordScan([new AskedOfRecords(asked, false)], new MatchCutoffs(0.3, 0.3))])[0]);
            while (!done.IsCancellationRequested);
        });

        for (int round = 0; round < 2000 && !reader.IsFaulted; round++)
            _index.Set([round % 2 == 0 ? byPicture : byWindow]);

        await done.CancelAsync();
        await reader.WaitAsync(TimeSpan.FromMinutes(1));
    }

    [Fact]
    public void What_a_snapshot_holds_stays_searchable_after_the_index_is_cleared()
    {
        _index.Set([new IndexedRecord(1, TestRecords.Signature(1), [])]);
        using RecordSnapshot snapshot = _index.Acquire();

        _index.Clear();

        RecordScan[] scan = [new([new(TestRecords.Signature(1), false)], new MatchCutoffs(0.3, 0.3))];
        Assert.Empty(_index.Search(scan)[0]);
        Assert.Equal(0, _index.Count);
        Assert.Single(snapshot.Search(scan)[0]);
    }

    private static Signature Some(Random random) => TestRecords.Near(random.Next(1, 4), random.Next(120));
}
