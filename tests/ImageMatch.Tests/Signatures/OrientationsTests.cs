using CsCheck;
using ImageMatch.Signatures;

namespace ImageMatch.Tests.Signatures;

public class OrientationsTests
{
    private static readonly Gen<Orientation> Any = Gen.Enum<Orientation>();

    [Fact]
    public void All_16_are_listed_in_the_order_of_their_numbers() =>
        Assert.Equal(Enumerable.Range(0, 16), Orientations.All.Select(orientation => (int)orientation));

    [Fact]
    public void Composing_is_associative() => Gen.Select(Any, Any, Any).Sample((a, b, c) =>
        Assert.Equal(Orientations.Compose(Orientations.Compose(a, b), c), Orientations.Compose(a, Orientations.Compose(b, c))));

    [Fact]
    public void Inverse_undoes_from_both_sides() => Any.Sample(orientation =>
    {
        Assert.Equal(Orientation.Unchanged, Orientations.Compose(orientation, Orientations.Inverse(orientation)));
        Assert.Equal(Orientation.Unchanged, Orientations.Compose(Orientations.Inverse(orientation), orientation));
    });

    [Fact]
    public void Composed_orientation_moves_pixels_as_one_after_the_other_does() => Gen.Select(RandomPicture.Any, Any, Any).Sample((picture, first, then) =>
        Assert.Equal(picture.Turned(first).Turned(then).Pixels, picture.Turned(Orientations.Compose(first, then)).Pixels));

    /// <summary>By the EXIF standard: where the stored picture's first row and first column are shown.</summary>
    [Theory]
    [InlineData(1, "abcdef", 3)]
    [InlineData(2, "cbafed", 3)]
    [InlineData(3, "fedcba", 3)]
    [InlineData(4, "defabc", 3)]
    [InlineData(5, "adbecf", 2)]
    [InlineData(6, "daebfc", 2)]
    [InlineData(7, "fcebda", 2)]
    [InlineData(8, "cfbead", 2)]
    [InlineData(0, "abcdef", 3)]
    [InlineData(9, "abcdef", 3)]
    public void Exif_orientation_shows_pixels_upright(int value, string shown, int width)
    {
        var stored = new RandomPicture(3, 2, 1, "abcdef"u8.ToArray());
        RandomPicture upright = stored.Turned(Orientations.FromExif(value));

        Assert.Equal(width, upright.Width);
        Assert.Equal(shown, System.Text.Encoding.ASCII.GetString(upright.Pixels));
    }
}
