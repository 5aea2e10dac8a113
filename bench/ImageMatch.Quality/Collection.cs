using ImageMatch.Backends.Imaging;
using ImageMatch.Imaging;
using ImageMatch.Quality.Alterations;
using ImageMatch.Sessions;
using ImageMatch.Stores;
using NetVips;

namespace ImageMatch.Quality;

/// <summary>The pictures as stored: a store for the originals, and one for each alteration of which another picture is stored.</summary>
internal sealed class Collection : IDisposable
{
    private readonly Dictionary<Alteration, ImageMatcher> _reversed = [];
    private readonly ImageMatcher _originals;

    /// <param name="open">Makes an empty store by a name.</param>
    public Collection(Func<string, ISignatureStore> open)
    {
        _originals = Matcher(open("originals"));
        foreach (Alteration alteration in Alteration.All.Where(alteration => alteration.Store is not null))
            _reversed.Add(alteration, Matcher(open($"reversed-{_reversed.Count}")));
    }

    /// <summary>Stores a picture by its name.</summary>
    public void Add(string name, Image original)
    {
        Add(_originals, name, original);
        foreach ((Alteration alteration, ImageMatcher matcher) in _reversed)
        {
            using Image stored = alteration.Store!(original);
            Add(matcher, name, stored);
        }
    }

    /// <summary>The names of the pictures found for the copy that an alteration made.</summary>
    public IEnumerable<string> Search(Alteration alteration, byte[] copy, SearchOptions options) =>
        _reversed.GetValueOrDefault(alteration, _originals).Search(ImageInput.FromContent(copy, "copy"), options).Hits.Select(hit => hit.Record.Key.Path);

    public void Dispose()
    {
        foreach (ImageMatcher matcher in (IEnumerable<ImageMatcher>)[_originals, .. _reversed.Values])
            matcher.Store.Dispose();
    }

    private static ImageMatcher Matcher(ISignatureStore store) => new(store, new ImageSigner([new VipsDecoder()], store.Profile, ImageLimits.Default));

    private static void Add(ImageMatcher matcher, string name, Image picture)
    {
        foreach (AddResult result in matcher.Add([ImageInput.FromContent(picture.Encode(), name)], new AddOptions { ThrottleLimit = 1 }))
            _ = result.Outcome ?? throw result.Error!;
    }
}
