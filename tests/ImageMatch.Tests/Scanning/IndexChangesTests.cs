using CsCheck;
using ImageMatch.Scanning;
using ImageMatch.Signatures;

namespace ImageMatch.Tests.Scanning;

public class IndexChangesTests
{
    [Fact]
    public void After_any_changes_a_search_finds_what_was_set_last()
    {
        // A change sets (or, if negative, removes) as many numbers as it says, from a place in 0..999 on.
        Gen<(int Count, int Start)> change = Gen.Select(Gen.Int[-150, 200], Gen.Int[0, 999]);
        change.Array[1, 25].Sample(
            changes =>
            {
                var random = new Random(changes.Length);
                var index = new SignatureIndex();
                var stored = new Dictionary<long, Signature>();
                foreach ((int count, int start) in changes)
                {
                    long[] numbers = [.. Enumerable.Range(0, Math.Abs(count)).Select(i => (start + (i * 7)) % 1000L).Distinct()];
                    if (count < 0)
                        Remove(index, stored, numbers);
                    else
                        Set(index, stored, numbers, random);

                    Assert.Equal(stored.Count, index.Count);
                }

                Signature asked = ScanData.Random(random);
                PlainScan.AssertSame(
                    index,
                    [.. stored.Select(pair => (pair.Key, pair.Value))],
                    new ScanQuery([asked], 2),
                    new ScanQuery([asked, ScanData.Opposite(asked)], 0.69, Limit: 10));
            },
            iter: 40);
    }

    [Fact]
    public void Signatures_added_one_by_one_are_all_found()
    {
        var random = new Random(1);
        var index = new SignatureIndex();
        (long Number, Signature Signature)[] stored = ScanData.Numbered(Enumerable.Range(0, 1500).Select(_ => ScanData.Random(random)));
        foreach ((long Number, Signature Signature) one in stored)
            index.Set([one]);

        PlainScan.AssertSame(index, stored, new ScanQuery([stored[777].Signature], 2), new ScanQuery([stored[1499].Signature], 0.45));
    }

    [Fact]
    public void A_number_can_change_between_forms()
    {
        var random = new Random(2);
        Signature regular = ScanData.Random(random);
        var other = new Signature([1, 2, 3]);
        var index = new SignatureIndex();
        index.Set([(1, regular)]);
        index.Set([(1, other)]);
        PlainScan.AssertSame(index, [(1, other)], new ScanQuery([regular, other], 2));
        index.Set([(1, regular)]);
        PlainScan.AssertSame(index, [(1, regular)], new ScanQuery([regular, other], 2));
    }

    [Fact]
    public async Task A_search_sees_all_of_a_change_or_none_of_it()
    {
        const int numbers = 200;
        var random = new Random(3);
        Signature[] generations = [.. Enumerable.Range(0, 20).Select(_ => ScanData.Random(random))];
        var index = new SignatureIndex();
        index.Set([.. Enumerable.Range(0, numbers).Select(i => ((long)i, generations[0]))]);
        using var done = new CancellationTokenSource();
        var reader = Task.Run(() =>
        {
            int searches = 0;
            while (!done.IsCancellationRequested || searches == 0)
            {
                IReadOnlyList<ScanHit> hits = index.Search([new ScanQuery(generations, 0.01)])[0];
                Assert.Equal(numbers, hits.Count);
                Assert.Single(hits.Select(hit => hit.Which).Distinct());
                searches++;
            }
        });

        for (int round = 1; round < 200; round++)
        {
            index.Set([.. Enumerable.Range(0, numbers).Select(i => ((long)i, generations[round % generations.Length]))]);
            index.Set([.. Enumerable.Range(numbers, round).Select(i => ((long)i, new Signature(new sbyte[648])))]);
            index.Remove([.. Enumerable.Range(numbers, round).Select(i => (long)i)]);
        }

        await done.CancelAsync();
        await reader.WaitAsync(TimeSpan.FromMinutes(1));
        Assert.Equal(numbers, index.Count);
    }

    [Fact]
    public void What_a_filter_throws_comes_out_of_the_search()
    {
        var index = new SignatureIndex();
        var signature = ScanData.Random(new Random(4));
        index.Set([(1, signature)]);

        Assert.Throws<InvalidTimeZoneException>(() => index.Search([new ScanQuery([signature], 1, Accepts: _ => throw new InvalidTimeZoneException())]));
    }

    [Fact]
    public void A_search_over_several_stretches_uses_threads_and_limits_alike()
    {
        var random = new Random(5);
        Signature[] some = [.. Enumerable.Range(0, 500).Select(_ => ScanData.Random(random))];
        (long Number, Signature Signature)[] stored = ScanData.Numbered(Enumerable.Range(0, 17_000).Select(i => some[i % 500]));
        foreach (int threads in new[] { 1, 3 })
        {
            var index = new SignatureIndex(threads);
            index.Set(stored);
            PlainScan.AssertSame(index, stored, new ScanQuery([some[3]], 0.7, Limit: 100), new ScanQuery([some[4], some[5]], 0.72, Limit: 3000));
        }
    }

    [Fact]
    public void A_signature_takes_at_most_160_bytes()
    {
        using var segment = new Segment(100_000);

        Assert.InRange(segment.Memory.Length / 100_000.0, 100, 160);
    }

    private static void Set(SignatureIndex index, Dictionary<long, Signature> stored, long[] numbers, Random random)
    {
        (long Number, Signature Signature)[] signatures = [.. numbers.Select(number => (number, ScanData.Random(random)))];
        index.Set(signatures);
        foreach ((long number, Signature signature) in signatures)
            stored[number] = signature;
    }

    private static void Remove(SignatureIndex index, Dictionary<long, Signature> stored, long[] numbers)
    {
        index.Remove(numbers);
        foreach (long number in numbers)
            stored.Remove(number);
    }
}
