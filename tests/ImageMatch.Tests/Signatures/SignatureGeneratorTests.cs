using CsCheck;
using ImageMatch.Signatures;

namespace ImageMatch.Tests.Signatures;

public class SignatureGeneratorTests
{
    private static readonly SignatureGenerator Generator = new(SignatureOptions.Default);

    [Fact]
    public void Picture_turned_by_its_exif_orientation_signs_as_physically_turned_one() =>
        Gen.Select(RandomPicture.Any, Gen.Int[1, 8].Select(Orientations.FromExif), Gen.Enum<Orientation>()).Sample((stored, upright, orientation) =>
        {
            using Picture tagged = stored.ToPicture(upright);
            using Picture turned = stored.Turned(upright).ToPicture();

            Assert.Equal(Generator.Sign(turned, orientation), Generator.Sign(tagged, orientation));
        });

    [Fact]
    public void Signature_of_mirrored_picture_is_that_of_moved_pixels() =>
        Gen.Select(RandomPicture.Any, Gen.OneOfConst(Orientation.Mirrored, Orientation.Rotated180, Orientation.Rotated180Mirrored)).Sample(
            (stored, orientation) =>
        {
            using Picture picture = stored.ToPicture();
            using Picture moved = stored.Turned(orientation).ToPicture();

            // Not so for quarter turns, whose sums follow the memory.
            Assert.Equal(Generator.Sign(moved), Generator.Sign(picture, orientation));
        });

    [Fact]
    public void Signature_does_not_depend_on_the_height_of_strips() => Gen.Select(RandomPicture.Any, Gen.Int[1, 70]).Sample((pixels, rowsAtOnce) =>
    {
        using Picture picture = pixels.ToPicture();
        using Picture other = pixels.ToPicture(rowsAtOnce: rowsAtOnce);

        Assert.Equal(Generator.Sign(picture), Generator.Sign(other));
    });

    [Fact]
    public void Grey_picture_signs_as_the_same_picture_in_colour() => RandomPicture.Any.Where(picture => picture.Channels == 1).Sample(grey =>
    {
        RandomPicture colour = grey with { Channels = 3, Pixels = [.. grey.Pixels.SelectMany(value => new[] { value, value, value })] };
        using Picture picture = grey.ToPicture();
        using Picture other = colour.ToPicture();

        Assert.Equal(Generator.SignAll(other), Generator.SignAll(picture));
    });

    [Fact]
    public void All_orientations_are_those_signed_one_by_one_and_negatives_are_negated() => RandomPicture.Any.Sample(pixels =>
    {
        using Picture picture = pixels.ToPicture();
        IReadOnlyList<Signature> signatures = Generator.SignAll(picture);

        foreach (Orientation orientation in Orientations.All)
        {
            Signature signature = signatures[(int)orientation];
            Assert.Equal(Generator.Sign(picture, orientation), signature);
            Signature negative = signatures[(int)Orientations.Compose(orientation, Orientation.Inverted)];
            Assert.Equal(signature.Values.ToArray().Select(value => -value), negative.Values.ToArray().Select(value => (int)value));
        }
    });

    [Fact]
    public void Every_signature_is_antisymmetric_and_packs() => RandomPicture.Any.Sample(pixels =>
    {
        using Picture picture = pixels.ToPicture();
        byte[] packed = new byte[PackedSignature.ByteCount];

        Assert.All(Generator.SignAll(picture), signature =>
        {
            Assert.True(PackedSignature.TryPack(signature, packed));
            Assert.Equal(signature, PackedSignature.Unpack(packed));
        });
    });

    [Fact]
    public void Flat_picture_is_featureless()
    {
        using Picture picture = TestPictures.FromPixels([.. Enumerable.Repeat((byte)200, 40 * 30 * 3)], 40, 30, 3);
        Assert.All(Generator.SignAll(picture), signature => Assert.True(signature.IsFeatureless));
    }

    [Fact]
    public void Permuted_signature_is_near_that_of_the_turned_picture() => Assert.All(GoldenRecords.Samples.Records.Select(record => record.Name), name =>
    {
        using Picture picture = TestPictures.Read(Path.Combine(TestFiles.Samples, name));
        IReadOnlyList<Signature> signatures = Generator.SignAll(picture);

        Assert.All(Orientations.All, orientation =>
        {
            Signature permuted = signatures[0].Permuted(orientation, SignatureOptions.Default);
            Assert.InRange(SignatureDistance.Between(permuted, signatures[(int)orientation]), 0, 0.25);
        });
    });

    [Fact]
    public void Permuting_follows_the_composition_of_orientations() =>
        Gen.Select(PackedSignatureTests.Halves, Gen.Enum<Orientation>(), Gen.Enum<Orientation>()).Sample((half, first, then) =>
        {
            SignatureOptions options = SignatureOptions.Default;
            Signature signature = PackedSignatureTests.FromHalf(half);

            Assert.Equal(
                signature.Permuted(Orientations.Compose(first, then), options), signature.Permuted(first, options).Permuted(then, options));
        });
}
