using ImageMatch.Backends.Sqlite;
using ImageMatch.Signatures;
using ImageMatch.Stores;
using ImageMatch.Tests.Signatures;
using NetVips;

namespace ImageMatch.Tests.Recall;

/// <summary>What a store without crop tolerance finds of 300 photographs.</summary>
public sealed class PhotographTests(PhotographStore photographs) : IClassFixture<PhotographStore>
{
    [SkippableTheory]
    [InlineData(0.45)]
    [InlineData(0.5)]
    [InlineData(0.55)]
    public void Every_photograph_finds_exactly_what_the_distances_of_the_reference_say(double cutoff)
    {
        IReadOnlyList<Photograph> photos = Photographs.All;
        SearchQuery[] queries =
            [.. photos.Select(photo => new SearchQuery { Signatures = [new OrientedSignature(photo.Signature, Orientation.Unchanged)], DistanceCutoff = cutoff })];

        IReadOnlyList<SearchAnswer> answers = photographs.Store.Search(queries);

        for (int i = 0; i < photos.Count; i++)
        {
            IEnumerable<(double, string)> expected = photos
                .Select(other => (SignatureDistance.Between(photos[i].Signature, other.Signature), other.File))
                .Where(pair => pair.Item1 < cutoff);
            Assert.Equal(expected.Order(), answers[i].Hits.Select(hit => (hit.Distance, hit.Record.Key.Path)).Order());
        }
    }

    [SkippableFact]
    public void Every_photograph_in_each_of_15_orientations_finds_its_original_by_the_right_name()
    {
        SqliteStore store = photographs.Store;
        var generator = new SignatureGenerator(SignatureOptions.Default);
        Parallel.ForEach(Photographs.All, new ParallelOptions { MaxDegreeOfParallelism = 2 }, photo =>
        {
            using Image original = Image.NewFromFile(photo.File);
            Orientation[] orientations = [.. Orientations.All.Where(orientation => orientation != Orientation.Unchanged)];

            IReadOnlyList<SearchAnswer> answers = store.Search([.. orientations.Select(orientation => Query(generator, original, orientation))]);

            Assert.Equal(
                orientations.Select(orientation => (photo.File, orientation)),
                answers.Select(answer => (answer.Hits[0].Record.Key.Path, answer.Hits[0].Orientation)));
        });
    }

    /// <summary>Asks for the turned picture in all orientations, as a search for its file does.</summary>
    private static SearchQuery Query(SignatureGenerator generator, Image original, Orientation orientation)
    {
        using Image turned = Turn(original, orientation);
        using Picture picture = TestPictures.FromPixels(turned.WriteToMemory<byte>(), turned.Width, turned.Height, turned.Bands);
        return new SearchQuery { Signatures = [.. generator.SignAll(picture).Select((signature, i) => new OrientedSignature(signature, (Orientation)i))], First = 1 };
    }

    private static Image Turn(Image image, Orientation orientation)
    {
        using Image turned = image.Rot((Enums.Angle)((int)orientation & 3));
        using Image mirrored = (orientation & Orientation.Mirrored) != 0 ? turned.FlipHor() : turned.Copy();
        return orientation >= Orientation.Inverted ? mirrored.Invert() : mirrored.Copy();
    }
}
