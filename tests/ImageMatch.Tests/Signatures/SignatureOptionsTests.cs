using ImageMatch.Signatures;

namespace ImageMatch.Tests.Signatures;

public class SignatureOptionsTests
{
    public static TheoryData<SignatureOptions, string> BadOptions => new()
    {
        { new() { GridSize = 1 }, "The option GridSize is 1; it must be from 2 to 128." },
        { new() { GridSize = 129 }, "GridSize is 129" },
        { new() { LowerPercentile = -1 }, "LowerPercentile is -1; it must be from 0 to 95" },
        { new() { LowerPercentile = 60, UpperPercentile = 40 }, "LowerPercentile is 60; it must be from 0 to 40" },
        { new() { UpperPercentile = 100.5 }, "UpperPercentile is 100.5" },
        { new() { UpperPercentile = double.NaN }, "UpperPercentile is NaN" },
        { new() { SquareSize = 0 }, "SquareSize is 0; it must be from 1" },
        { new() { Tolerance = -0.1 }, "Tolerance is -0.1; it must be from 0 to 1" },
        { new() { Tolerance = double.NaN }, "Tolerance is NaN" },
        { new() { Levels = 0 }, "Levels is 0; it must be from 1 to 127" },
        { new() { Levels = 128 }, "Levels is 128" },
        { new() { WordLength = 0 }, "WordLength is 0; it must be from 1 to 39" },
        { new() { WordLength = 40 }, "WordLength is 40" },
        { new() { GridSize = 2, DiagonalNeighbors = false, WordLength = 17, WordCount = 1 }, "WordLength is 17; it must be from 1 to 16" },
        { new() { WordCount = 0 }, "WordCount is 0; it must be from 1 to 648" },
        { new() { WordCount = 649 }, "WordCount is 649" },
    };

    [Theory]
    [MemberData(nameof(BadOptions))]
    public void Generator_refuses_an_option_out_of_its_range(SignatureOptions options, string message) =>
        Assert.Contains(message, Assert.Throws<ArgumentException>(() => new SignatureGenerator(options)).Message);

    [Fact]
    public void Defaults_are_those_of_the_reference()
    {
        SignatureOptions options = SignatureOptions.Default;
        options.Validate();

        Assert.Equal((9, 5.0, 95.0, null, true, 2 / 255.0, 2, false, 16, 63, 648), (
            options.GridSize, options.LowerPercentile, options.UpperPercentile, options.SquareSize, options.DiagonalNeighbors, options.Tolerance, options.Levels,
            options.FixedRatio, options.WordLength, options.WordCount, options.ValueCount));
    }

    [Fact]
    public void Fixed_ratio_refuses_pictures_that_are_not_square()
    {
        var generator = new SignatureGenerator(new SignatureOptions { FixedRatio = true });
        using Picture picture = TestPictures.FromPixels(new byte[20 * 10], 20, 10, 1);

        string message = Assert.Throws<ArgumentException>(() => generator.Sign(picture)).Message;
        Assert.Contains("FixedRatio", message);
        Assert.Contains("20 x 10", message);
    }
}
