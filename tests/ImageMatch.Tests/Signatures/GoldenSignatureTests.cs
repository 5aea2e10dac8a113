using System.Text.Json;
using ImageMatch.Signatures;

namespace ImageMatch.Tests.Signatures;

/// <summary>Equality with the Python image_match, step by step, turned, and with other options.</summary>
public class GoldenSignatureTests
{
    private const double LastBits = 3e-16;

    private static readonly SignatureGenerator Generator = new(SignatureOptions.Default);

    [SkippableFact]
    public void Every_reference_signature_has_the_reference_words()
    {
        TestFiles.RequireShared();
        AssertWords(GoldenRecords.Reference);
    }

    [Fact]
    public void Every_signature_of_the_samples_has_the_reference_words() => AssertWords(GoldenRecords.Samples);

    [SkippableTheory]
    [InlineData("MonaLisa_Wikipedia.jpg")]
    [InlineData("chelsea_original.png")]
    [InlineData("edge_noise_on_white.png")]
    public void Every_step_gives_the_reference_result(string name)
    {
        TestFiles.RequireShared();
        JsonElement detail = GoldenRecords.Reference[name].GetProperty("detail");
        SignatureOptions options = SignatureOptions.Default;
        using Picture picture = TestPictures.Read(GoldenRecords.ReferencePicture(name));
        PictureView view = picture.View(Orientation.Unchanged);

        CropWindow window = CropWindow.Find(view.Rows, view.Columns, options);
        int[][] limits = detail.GetProperty("window").Deserialize<int[][]>()!;
        Assert.Equal(new CropWindow(limits[0][0], limits[0][1], limits[1][0], limits[1][1]), window);

        int[] rows = new int[options.GridSize];
        int[] columns = new int[options.GridSize];
        SamplingGrid.Place(window.Top, window.Bottom, rows);
        SamplingGrid.Place(window.Left, window.Right, columns);
        Assert.Equal(detail.GetProperty("rows").Deserialize<int[]>(), rows);
        Assert.Equal(detail.GetProperty("columns").Deserialize<int[]>(), columns);

        double[] levels = new double[options.GridSize * options.GridSize];
        SquareLevels.Measure(view, rows, columns, SamplingGrid.SquareSize(picture.Height, picture.Width, options), levels);
        AssertClose(detail.GetProperty("mean").Deserialize<double[][]>()!.SelectMany(row => row), levels);

        double[] differences = new double[options.ValueCount];
        Neighborhood.Compare(levels, options, differences);
        AssertClose(detail.GetProperty("differences").Deserialize<double[]>()!, differences);

        // These three were recorded where numpy's matrix product fuses multiplications with additions: one level in ten ends in another bit. The other records,
        // among them a tie that fusing breaks otherwise (options, P = 1), were made without.
        static void AssertClose(IEnumerable<double> expected, double[] actual) => Assert.All(
            expected.Zip(actual, (value, own) => value - own), error => Assert.InRange(error, -LastBits, LastBits));
    }

    [SkippableTheory]
    [InlineData("MonaLisa_Wikipedia.jpg")]
    [InlineData("chelsea_original.png")]
    [InlineData("edge_noise_on_white.png")]
    public void Every_orientation_has_the_reference_signature(string name)
    {
        TestFiles.RequireShared();
        using Picture picture = TestPictures.Read(GoldenRecords.ReferencePicture(name));
        IReadOnlyList<Signature> signatures = Generator.SignAll(picture);

        Assert.Equal(Orientations.All.Count, signatures.Count);
        Assert.All(Orientations.All, orientation =>
        {
            Signature expected = GoldenRecords.ToSignature(GoldenRecords.Reference[name].GetProperty("orientations").GetProperty(ReferenceName(orientation)));
            Assert.Equal(expected, signatures[(int)orientation]);
            Assert.Equal(expected, Generator.Sign(picture, orientation));
        });
    }

    [SkippableFact]
    public void Every_variant_of_the_options_gives_the_reference_signature_and_words()
    {
        TestFiles.RequireShared();
        JsonElement[] variants = JsonSerializer.Deserialize<JsonElement[]>(File.ReadAllBytes(Path.Combine(TestFiles.Shared, "reference", "options.json")))!;
        Assert.Equal(129, variants.Length);
        Assert.All(variants, variant =>
        {
            SignatureOptions options = ReadOptions(variant.GetProperty("options"));
            using Picture picture = TestPictures.Read(GoldenRecords.ReferencePicture(variant.GetProperty("picture").GetString()!));
            Signature signature = new SignatureGenerator(options).Sign(picture);
            if (!variant.TryGetProperty("signature", out JsonElement letters))
            {
                // The reference fails on a flat picture without tolerance.
                Assert.True(signature.IsFeatureless);
                return;
            }

            Assert.Equal(letters.GetString(), string.Concat(signature.Values.ToArray().Select(value => (char)('e' + value))));
            foreach (JsonProperty words in variant.EnumerateObject().Where(property => property.Name.StartsWith("words_", StringComparison.Ordinal)))
            {
                int[] numbers = [.. words.Name.Split('_').Skip(1).Select(int.Parse)];
                SignatureOptions wordOptions = options with { WordLength = numbers[0], WordCount = numbers[1] };
                Assert.Equal(words.Value.Deserialize<long[]>(), SignatureWords.Of(signature, wordOptions));
            }
        });
    }

    private static void AssertWords(GoldenRecords records)
    {
        Assert.NotEmpty(records.Records);
        Assert.All(records.Records, record => Assert.Equal(
            record.Value.GetProperty("words").Deserialize<long[]>(), SignatureWords.Of(records.SignatureOf(record.Name))));
    }

    /// <summary>The reference turns anticlockwise.</summary>
    private static string ReferenceName(Orientation orientation)
    {
        string inverted = orientation.IsInverted() ? "inverted-" : "";
        string mirrored = orientation.IsMirrored() ? "-mirrored" : "";
        return $"{inverted}rot{(4 - orientation.Turns()) % 4 * 90}{mirrored}";
    }

    private static SignatureOptions ReadOptions(JsonElement json)
    {
        SignatureOptions options = SignatureOptions.Default;
        foreach (JsonProperty option in json.EnumerateObject())
        {
            JsonElement value = option.Value;
            options = option.Name switch
            {
                "n" => options with { GridSize = value.GetInt32() },
                "crop_percentiles" when value.ValueKind == JsonValueKind.Null => options with { Crop = false },
                "crop_percentiles" => options with { LowerPercentile = value[0].GetDouble(), UpperPercentile = value[1].GetDouble() },
                "P" => options with { SquareSize = value.GetInt32() },
                "diagonal_neighbors" => options with { DiagonalNeighbors = value.GetBoolean() },
                "identical_tolerance" => options with { Tolerance = value.GetDouble() },
                "n_levels" => options with { Levels = value.GetInt32() },
                "fix_ratio" => options with { FixedRatio = value.GetBoolean() },
                _ => throw new NotSupportedException(option.Name),
            };
        }

        return options;
    }
}
