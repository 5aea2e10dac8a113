using ImageMatch.Backends.Sqlite;
using ImageMatch.Duplicates;
using ImageMatch.Imaging;
using ImageMatch.Sessions;
using ImageMatch.Tests.Imaging;
using NetVips;

namespace ImageMatch.Tests.Duplicates;

/// <summary>What the search for duplicates is for: copies planted among 300 photographs are found and proposed for removal, and nothing else.</summary>
public sealed class PlantedCopiesTests : IDisposable
{
    private const int Copies = 60;

    private readonly string _folder = Directory.CreateTempSubdirectory("imagematch-").FullName;

    [SkippableFact]
    public void Exactly_the_planted_copies_are_found_and_proposed()
    {
        TestFiles.RequireShared();
        using var store = SqliteStore.Open(Path.Combine(_folder, "photos.db"), new SqliteStoreOptions { Create = true });
        var matcher = new ImageMatcher(store, Signers.Default);
        string[] originals = CopyPhotos();
        AddResult[] added = [.. matcher.Add(originals.Select(path => ImageInput.FromFile(path)))];
        // Weak pictures are left out, and a copy of one that nearly is may be weak.
        string[] chosen = [.. added.Where(result => result.Outcome!.Record!.Signature.Detail > 0.5).Select(result => result.Outcome!.Record!.Key.Path).Where((_, i) => i % 4 == 0).Take(Copies)];
        Dictionary<string, string> originalOf = chosen.Select((path, i) => (Copy: Plant(path, i), Original: path)).ToDictionary(pair => pair.Copy, pair => pair.Original);
        Assert.All(matcher.Add(originalOf.Keys.Select(path => ImageInput.FromFile(path))), result => Assert.Null(result.Error));

        List<DuplicateGroup> groups = Find(store, new DuplicateOptions { AllOrientations = true });
        Assert.Equal(
            originalOf.Select(pair => $"{pair.Key} {pair.Value}").Order(StringComparer.Ordinal),
            groups.Select(group => string.Join(' ', group.Members.Select(member => member.Record.Key.Path).Order(StringComparer.Ordinal))).Order(StringComparer.Ordinal));

        groups = Find(store, new DuplicateOptions { AllOrientations = true, ReferencePaths = [Path.Combine(_folder, "originals")] });
        string[] proposed = [.. groups.SelectMany(group => group.Members).Where(member => member.Status == DuplicateStatus.Redundant).Select(member => member.Record.Key.Path)];
        Assert.Equal(originalOf.Keys.Order(StringComparer.Ordinal), proposed.Order(StringComparer.Ordinal));
        Assert.Equal(proposed.Sum(path => new FileInfo(path).Length), groups.Sum(group => group.ReclaimableBytes));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static List<DuplicateGroup> Find(SqliteStore store, DuplicateOptions options) => [.. new DuplicateFinder(store, options, new FileInspector("")).Find()];

    private string[] CopyPhotos()
    {
        string folder = Directory.CreateDirectory(Path.Combine(_folder, "originals")).FullName;
        foreach (string photo in Directory.GetFiles(Path.Combine(TestFiles.Shared, "images", "photos")))
            File.Copy(photo, Path.Combine(folder, Path.GetFileName(photo)));
        return Directory.GetFiles(folder);
    }

    /// <summary>Plants a copy: resized, recompressed, the same bytes under another name, or turned.</summary>
    private string Plant(string original, int i)
    {
        string folder = Directory.CreateDirectory(Path.Combine(_folder, "copies")).FullName;
        string copy = Path.Combine(folder, $"copy [{i}]{(i % 4) switch { 0 or 1 => ".jpg", 2 => ".JPEG", _ => ".png" }}");
        using Image picture = Image.NewFromFile(original);
        switch (i % 4)
        {
            case 0:
                using (Image resized = picture.Resize(0.7))
                    File.WriteAllBytes(copy, resized.JpegsaveBuffer());
                break;
            case 1:
                File.WriteAllBytes(copy, picture.JpegsaveBuffer(q: 50));
                break;
            case 2:
                File.Copy(original, copy);
                break;
            default:
                using (Image turned = picture.Rot90())
                    File.WriteAllBytes(copy, turned.PngsaveBuffer());
                break;
        }

        return copy;
    }
}
