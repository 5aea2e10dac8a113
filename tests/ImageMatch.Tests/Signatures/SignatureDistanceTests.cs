using CsCheck;
using ImageMatch.Signatures;

namespace ImageMatch.Tests.Signatures;

public class SignatureDistanceTests
{
    private static readonly Gen<Signature> Signatures = PackedSignatureTests.Halves.Select(half => PackedSignatureTests.FromHalf(half));
    private static readonly Signature Featureless = new(new sbyte[SignatureOptions.Default.ValueCount]);

    [SkippableTheory]
    [InlineData("MonaLisa_Wikipedia.jpg", "MonaLisa_WikiImages.jpg", 0.22095170140933634)]
    [InlineData("MonaLisa_WikiImages.jpg", "MonaLisa_Remix_Flickr.jpg", 0.4255719698733665)]
    [InlineData("MonaLisa_Wikipedia.jpg", "Caravaggio_Wikipedia.jpg", 0.6844627538150725)]
    public void Pictures_of_the_documentation_have_the_documented_distances(string first, string second, double distance)
    {
        TestFiles.RequireShared();
        Assert.Equal(distance, SignatureDistance.Between(Sign(first), Sign(second)));

        static Signature Sign(string name)
        {
            using Picture picture = TestPictures.Read(GoldenRecords.ReferencePicture(name));
            return new SignatureGenerator(SignatureOptions.Default).Sign(picture);
        }
    }

    [SkippableFact]
    public void Every_recorded_distance_is_equal_to_the_last_digit()
    {
        TestFiles.RequireShared();
        AssertDistances(GoldenRecords.Reference);
    }

    [Fact]
    public void Every_recorded_distance_of_the_samples_is_equal_to_the_last_digit() => AssertDistances(GoldenRecords.Samples);

    [Fact]
    public void Distance_is_symmetric_and_from_0_to_1() => Gen.Select(Signatures, Signatures).Sample((first, second) =>
    {
        double distance = SignatureDistance.Between(first, second);

        Assert.InRange(distance, 0, 1);
        Assert.Equal(distance, SignatureDistance.Between(second, first));
    });

    [Fact]
    public void Distance_to_itself_is_0_and_to_its_negative_1() => Signatures.Where(signature => !signature.IsFeatureless).Sample(signature =>
    {
        Signature negative = signature.Permuted(Orientation.Inverted, SignatureOptions.Default);

        Assert.Equal(0, SignatureDistance.Between(signature, signature));
        Assert.Equal(1, SignatureDistance.Between(signature, negative));
    });

    [Fact]
    public void Distance_to_a_featureless_picture_is_1_also_from_itself()
    {
        Assert.Equal(1, SignatureDistance.Between(Featureless, Featureless));
        Signatures.Where(signature => !signature.IsFeatureless).Sample(signature => Assert.Equal(1, SignatureDistance.Between(signature, Featureless)));
    }

    [Fact]
    public void For_line_art_a_zero_against_a_two_counts_three()
    {
        Assert.Equal(Math.Sqrt(9) / (Math.Sqrt(8) + Math.Sqrt(4)), LineArt([2, 2], [2, 0]), 12);
        Assert.Equal(Math.Sqrt(9 + 9 + 1) / (Math.Sqrt(9) + Math.Sqrt(8)), LineArt([2, -2, 1, 0], [2, 0, 0, 2]), 12);
        Assert.Equal(1, LineArt([0, 0], [2, -2]));
        Assert.Equal(1, LineArt([0, 0], [0, 0]));

        static double LineArt(sbyte[] first, sbyte[] second) => SignatureDistance.Between(new Signature(first), new Signature(second), lineArt: true);
    }

    [Fact]
    public void For_line_art_no_distance_is_smaller_and_none_above_1() => Gen.Select(Signatures, Signatures).Sample((first, second) =>
    {
        double distance = SignatureDistance.Between(first, second, lineArt: true);

        Assert.InRange(distance, SignatureDistance.Between(first, second), 1);
        Assert.Equal(distance, SignatureDistance.Between(second, first, lineArt: true));
        Assert.Equal(0, SignatureDistance.Between(first, first, lineArt: true));
    });

    [Fact]
    public void Signatures_of_different_lengths_cannot_be_compared() =>
        Assert.Throws<ArgumentException>(() => SignatureDistance.Between(Featureless, new Signature(new sbyte[324])));

    private static void AssertDistances(GoldenRecords records)
    {
        Assert.NotEmpty(records.Distances);
        Assert.All(records.Distances, pair =>
        {
            string[] names = pair.Name.Split(" | ");
            double expected = pair.Value.ValueKind == System.Text.Json.JsonValueKind.Null ? 1 : pair.Value.GetDouble();
            Assert.Equal(expected, SignatureDistance.Between(records.SignatureOf(names[0]), records.SignatureOf(names[1])));
        });
    }
}
