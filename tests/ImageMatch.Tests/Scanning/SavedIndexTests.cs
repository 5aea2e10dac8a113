using ImageMatch.Scanning;
using ImageMatch.Signatures;

namespace ImageMatch.Tests.Scanning;

public class SavedIndexTests
{
    private readonly SignatureIndex _index = new();
    private readonly Dictionary<long, Signature> _stored = [];
    private readonly Random _random = new(1);

    public SavedIndexTests()
    {
        for (int i = 0; i < 300; i++)
            _stored[1000 - i] = i % 50 == 0 ? new Signature([1, (sbyte)i]) : ScanData.Random(_random);

        _index.Set([.. _stored.Select(pair => (pair.Key, pair.Value))]);
        foreach (long number in new long[] { 990, 950, 800 })
            _stored.Remove(number);

        _index.Remove([990, 950, 800]);
    }

    [Fact]
    public void A_saved_index_searches_and_changes_as_the_one_it_was()
    {
        var loaded = new SignatureIndex();
        loaded.Set([(5, ScanData.Random(_random))]);
        loaded.Load(Saved());
        Check(loaded);

        _stored[999] = ScanData.Random(_random);
        _stored.Remove(998);
        loaded.Set([(999, _stored[999])]);
        loaded.Remove([998]);
        Check(loaded);
    }

    [Fact]
    public void What_is_cut_off_or_damaged_is_refused_and_changes_nothing()
    {
        byte[] saved = Saved().ToArray();
        for (int length = 0; length < saved.Length; length += 977)
            Assert.Throws<EndOfStreamException>(() => _index.Load(new MemoryStream(saved, 0, length)));

        // The first bytes, the number of segments, and the number of signatures in the first.
        foreach (int place in new[] { 0, 7, 11 })
        {
            byte[] damaged = [.. saved];
            damaged[place] ^= 0xFF;
            Assert.Throws<InvalidDataException>(() => _index.Load(new MemoryStream(damaged)));
        }

        Check(_index);
    }

    [Fact]
    public void No_damage_makes_a_search_fail()
    {
        byte[] saved = Saved().ToArray();
        for (int i = 0; i < 300; i++)
        {
            byte[] damaged = [.. saved];
            damaged[_random.Next(damaged.Length)] ^= (byte)(1 << _random.Next(8));
            var loaded = new SignatureIndex();
            try
            {
                loaded.Load(new MemoryStream(damaged));
            }
            catch (Exception refused) when (refused is InvalidDataException or EndOfStreamException)
            {
                continue;
            }

            loaded.Search([new ScanQuery([_stored[999]], 2)]);
            loaded.Set([(1, _stored[999])]);
        }
    }

    private MemoryStream Saved()
    {
        var stream = new MemoryStream();
        _index.Save(stream);
        stream.Position = 0;
        return stream;
    }

    private void Check(SignatureIndex index)
    {
        Assert.Equal(_stored.Count, index.Count);
        PlainScan.AssertSame(
            index,
            [.. _stored.Select(pair => (pair.Key, pair.Value))],
            new ScanQuery([_stored[999]], 2),
            new ScanQuery([_stored[900]], 2));
    }
}
