using ImageMatch.Backends.Imaging;
using ImageMatch.Backends.Sqlite;
using ImageMatch.Imaging;
using ImageMatch.Sessions;
using NetVips;

namespace ImageMatch.Tests;

/// <summary>What the whole is for: altered copies of stored pictures find them.</summary>
public sealed class AlteredCopiesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("imagematch-").FullName;

    [SkippableFact]
    public void A_copy_of_half_the_size_at_quality_40_finds_each_of_300_photographs()
    {
        TestFiles.RequireShared();
        string[] photos = Directory.GetFiles(Path.Combine(TestFiles.Shared, "images", "photos"));
        using var store = SqliteStore.Open(Path.Combine(_folder, "photos.db"), new SqliteStoreOptions { Create = true });
        var matcher = new ImageMatcher(store, new ImageSigner(Decoders.All(), store.Profile, ImageLimits.Default));
        Assert.All(matcher.Add(photos.Select(path => ImageInput.FromFile(path))), result => Assert.Null(result.Error));

        using var searches = matcher.BeginSearch(new SearchOptions { First = 1 });
        List<SearchResult> results = [];
        foreach (string photo in photos)
        {
            searches.Post(new SearchRequest(ImageInput.FromContent(HalvedCopy(photo), photo)));
            while (searches.IsFull)
                results.AddRange(searches.Drain(TimeSpan.FromSeconds(1)));
        }

        while (searches.Waiting > 0)
            results.AddRange(searches.Drain(TimeSpan.FromSeconds(1)));

        Assert.Equal(300, results.Count);
        Assert.All(results, result => Assert.Equal(result.Request.Path, Assert.Single(result.Answer!.Hits).Record.Key.Path));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static byte[] HalvedCopy(string path)
    {
        using var picture = Image.NewFromFile(path);
        using var half = picture.Resize(0.5);
        return half.JpegsaveBuffer(q: 40);
    }
}
