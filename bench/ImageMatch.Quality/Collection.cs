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

    /// <summary>Stores pictures by their names.</summary>
    public void Add(IReadOnlyList<string> files)
    {
        Add(_originals, files, original => original.Copy());
        foreach ((Alteration alteration, ImageMatcher matcher) in _reversed)
            Add(matcher, files, alteration.Store!);
    }

    /// <summary>The names of the pictures found for each copy.</summary>
    public IEnumerable<(Alteration Alteration, IReadOnlyList<string> Names)> Search(IEnumerable<AlteredCopy> copies, SearchOptions options) => copies
        .GroupBy(copy => _reversed.GetValueOrDefault(copy.Alteration, _originals))
        .SelectMany(group => group.Zip(Search(group.Key, group, options), (copy, names) => (copy.Alteration, names)));

    public void Dispose()
    {
        foreach (ImageMatcher matcher in (IEnumerable<ImageMatcher>)[_originals, .. _reversed.Values])
            matcher.Store.Dispose();
    }

    private static ImageMatcher Matcher(ISignatureStore store) => new(store, new ImageSigner([new VipsDecoder()], store.Profile, ImageLimits.Default));

    private static void Add(ImageMatcher matcher, IReadOnlyList<string> files, Func<Image, Image> toStored)
    {
        foreach (AddResult result in matcher.Add(files.Select(file => ImageInput.FromContent(Encode(file, toStored), file))))
            _ = result.Outcome ?? throw result.Error!;
    }

    private static byte[] Encode(string file, Func<Image, Image> toStored)
    {
        using Image original = Pixels.Read(file);
        using Image stored = toStored(original);
        return stored.Encode();
    }

    private static IReadOnlyList<IReadOnlyList<string>> Search(ImageMatcher matcher, IEnumerable<AlteredCopy> copies, SearchOptions options)
    {
        using SearchSession session = matcher.BeginSearch(options);
        List<IReadOnlyList<string>> found = [];
        foreach (AlteredCopy copy in copies)
        {
            session.Post(new SearchRequest(ImageInput.FromContent(copy.Content, copy.Alteration.Name)));
            while (session.IsFull)
                Drain();
        }

        session.Flush();
        while (session.Waiting > 0)
            Drain();
        return found;

        void Drain()
        {
            foreach (SearchResult result in session.Drain(Timeout.InfiniteTimeSpan))
                found.Add([.. (result.Answer ?? throw result.Error!).Hits.Select(hit => hit.Record.Key.Path)]);
        }
    }
}
