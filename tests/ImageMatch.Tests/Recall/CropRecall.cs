using System.Collections.Concurrent;
using ImageMatch.Quality.Alterations;
using ImageMatch.Scanning;
using ImageMatch.Signatures;
using ImageMatch.Tests.Signatures;
using NetVips;

namespace ImageMatch.Tests.Recall;

/// <summary>
/// How many of some photographs are found by copies that were cropped or framed, by kind of copy, for each crop tolerance; without any, windows of the copy are asked
/// for (-QueryWindows). Every random copy is the same each time.
/// </summary>
public sealed class CropRecall
{
    private const int EveryNth = 6;

    private static readonly Alteration[] Alterations = [.. Cropping.All, .. Reversal.All, .. Surrounding.All];

    private readonly ConcurrentBag<(CropTolerance Tolerance, string Kind, bool IsFound)> _searches = [];
    private readonly ConcurrentDictionary<(CropTolerance, Alteration?), RecordIndex> _stores = [];
    private readonly SignatureGenerator _generator = new(SignatureOptions.Default);
    private readonly WindowSigner _windows = new(SignatureOptions.Default);
    private readonly Lazy<IReadOnlyDictionary<(CropTolerance, string), double>> _shares;

    public CropRecall() => _shares = new(Measure);

    /// <summary>The share found, 0 to 1, by the tolerance and the kind of copy.</summary>
    public IReadOnlyDictionary<(CropTolerance Tolerance, string Kind), double> Shares => _shares.Value;

    private Dictionary<(CropTolerance, string), double> Measure()
    {
        string[] files = [.. Photographs.All.Where((_, i) => i % EveryNth == 0).Select(photo => photo.File)];
        Parallel.For(0, files.Length, number => Store(number, files[number]));
        Parallel.For(0, files.Length, number => Search(number, files[number]));
        return _searches.GroupBy(search => (search.Tolerance, search.Kind)).ToDictionary(group => group.Key, group => group.Average(search => search.IsFound ? 1.0 : 0));
    }

    /// <summary>Stores a photograph as it is, and for each alteration of which something else is stored that.</summary>
    private void Store(int number, string file)
    {
        using Image original = Pixels.Read(file);
        foreach (Alteration? alteration in Alterations.Where(each => each.Store is not null).Prepend(null))
        {
            using Image stored = alteration?.Store!(original) ?? original.Copy();
            using Picture picture = ToPicture(stored);
            Signature signature = _generator.Sign(picture);
            foreach (CropTolerance tolerance in Enum.GetValues<CropTolerance>())
            {
                IReadOnlyList<StoredWindow> windows = WindowSets.Of(tolerance) is { } set ? _windows.SignStored(picture, set) : [];
                _stores.GetOrAdd((tolerance, alteration), _ => new RecordIndex(tolerance != CropTolerance.None)).Set([new IndexedRecord(number, signature, windows)]);
            }
        }
    }

    private void Search(int number, string file)
    {
        using Image original = Pixels.Read(file);
        for (int i = 0; i < Alterations.Length; i++)
        {
            Alteration alteration = Alterations[i];
            using Image copy = alteration.Ask(original, new Random((i * 1000) + number));
            using Picture picture = ToPicture(copy);
            var whole = new AskedOfRecords(_generator.Sign(picture), IsWindow: false);
            foreach (CropTolerance tolerance in Enum.GetValues<CropTolerance>())
            {
                AskedOfRecords[] asked =
                    [whole, .. _windows.SignAsked(picture, WindowSets.ToAsk(tolerance)).Select(window => new AskedOfRecords(window.Signature, IsWindow: true))];
                var scan = new RecordScan(asked, MatchCutoffs.Of(SignatureDistance.DefaultCutoff, tolerance));
                IReadOnlyList<RecordHit> hits = _stores[(tolerance, alteration.Store is null ? null : alteration)].Search([scan])[0];
                _searches.Add((tolerance, alteration.Name, hits.Any(hit => hit.Number == number)));
            }
        }
    }

    private static Picture ToPicture(Image image)
    {
        var picture = new Picture(image.Width, image.Height, image.Bands, hasSums: true);
        TestPictures.Fill(picture, image.WriteToMemory<byte>(), rowsAtOnce: 16);
        return picture;
    }
}
