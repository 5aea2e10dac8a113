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

        IReadOnlyList<RecordHit> hits = _index.Search([new RecordScan(asked, 0.4, 0.3)])[0];

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
        _index.Save(stream);
        stream.Position = 0;
        var read = new RecordIndex(hasWindows: true);

        read.Load(stream);

        Assert.Equal(1, read.Count);
        RecordHit hit = Assert.Single(read.Search([new RecordScan([new AskedOfRecords(TestRecords.Near(2, 3), false)], 0.4, 0.4)])[0]);
        Assert.Equal((7, 31), (hit.Number, hit.Window));
    }

    private static Signature Some(Random random) => TestRecords.Near(random.Next(1, 4), random.Next(120));
}
