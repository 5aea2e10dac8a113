using ImageMatch.Signatures;

namespace ImageMatch.Tests.Signatures;

/// <summary>Windows of pictures.</summary>
public class WindowSignerTests
{
    private static readonly WindowSigner Windows = new(SignatureOptions.Default);

    [Fact]
    public void A_window_to_ask_a_plain_store_by_is_signed_as_a_picture_of_its_own()
    {
        RandomPicture pixels = Harbour(1);
        using Picture picture = WithSums(pixels);
        AskedWindow asked = Windows.SignAsked(picture, WindowSets.AskedAlone).First(window => window.Window == PictureWindow.Parse("10-90/10-90"));

        using Picture cut = Framed(pixels, -pixels.Height / 10, -pixels.Width / 10, 0).ToPicture();

        // The same but for the order in which levels are summed.
        Assert.InRange(SignatureDistance.Between(new SignatureGenerator(SignatureOptions.Default).Sign(cut), asked.Signature), 0, 0.02);
    }

    [Fact]
    public void Windows_in_every_orientation_are_those_of_the_turned_picture()
    {
        RandomPicture pixels = Harbour(1);
        using Picture picture = WithSums(pixels);
        ILookup<Orientation, AskedWindow> windows = Windows.SignAsked(picture, WindowSets.Full, allOrientations: true).ToLookup(window => window.Orientation);
        foreach (Orientation orientation in Orientations.All)
        {
            using Picture turned = WithSums(pixels.Turned(orientation));

            Assert.Equal(Windows.SignAsked(turned, WindowSets.Full).Select(window => window with { Orientation = orientation }), windows[orientation]);
        }
    }

    [Fact]
    public void A_picture_that_is_stored_turned_has_the_windows_of_its_upright_form()
    {
        RandomPicture turned = Harbour(1).Turned(Orientation.Rotated90);
        using Picture picture = WithSums(Harbour(1));

        using Picture shown = WithSums(turned, Orientation.Rotated270);

        Assert.Equal(Windows.SignStored(picture, WindowSets.Full), Windows.SignStored(shown, WindowSets.Full));
    }

    [Theory]
    [InlineData(255)]
    [InlineData(0)]
    public void A_frame_changes_no_window(byte level)
    {
        // No side of it is flat, as the harbour's sky nearly is.
        RandomPicture pixels = Blocks();
        using Picture picture = WithSums(pixels);
        using Picture framed = WithSums(Framed(pixels, 40, 40, level));

        Assert.Equal(Windows.SignStored(picture, WindowSets.Full), Windows.SignStored(framed, WindowSets.Full));
        IReadOnlyList<AskedWindow> asked = Windows.SignAsked(framed, WindowSets.Full);
        Assert.Equal(PictureWindow.All, asked[0].Window);
        Assert.Equal(Windows.SignAsked(picture, WindowSets.Full), asked.Skip(1));
    }

    [Fact]
    public void A_large_picture_has_windows_like_those_of_a_small_copy()
    {
        using Picture picture = WithSums(Harbour(1));
        using Picture large = WithSums(Harbour(5));
        Assert.True(large.Width > 2 * WindowSums.MaxCells);

        IReadOnlyList<StoredWindow> expected = Windows.SignStored(picture, WindowSets.Full);
        IReadOnlyList<StoredWindow> windows = Windows.SignStored(large, WindowSets.Full);

        Assert.Equal(expected.Select(window => window.Number), windows.Select(window => window.Number));
        Assert.All(windows.Zip(expected), pair => Assert.InRange(SignatureDistance.Between(pair.First.Signature, pair.Second.Signature), 0, 0.1));
    }

    [Fact]
    public void Where_there_is_little_to_see_there_are_no_windows()
    {
        byte[] pixels = new byte[300 * 300];
        for (int i = 0; i < pixels.Length; i++)
            pixels[i] = (byte)(i % 300 is > 100 and < 110 ? 0 : 255);

        using Picture line = WithSums(new RandomPicture(300, 300, 1, pixels));
        using Picture tiny = WithSums(new RandomPicture(5, 5, 1, new byte[25]));

        Assert.Empty(Windows.SignStored(line, WindowSets.Full));
        Assert.Empty(Windows.SignStored(tiny, WindowSets.Full));
        Assert.Empty(Windows.SignAsked(tiny, WindowSets.AskedAlone));
    }

    [Fact]
    public void Windows_of_any_picture_can_be_signed() => CsCheck.Check.Sample(RandomPicture.Any, pixels =>
    {
        using Picture picture = WithSums(pixels);
        Assert.All(Windows.SignStored(picture, WindowSets.Full), window => Assert.False(window.Signature.IsFeatureless));
        Assert.All(Windows.SignAsked(picture, WindowSets.AskedAlone), window => Assert.False(window.Signature.IsFeatureless));
    });

    [Fact]
    public void The_sets_have_distinct_windows_within_the_picture_and_numbers_that_fit()
    {
        foreach (WindowSet set in new[] { WindowSets.Light, WindowSets.Full, WindowSets.AskedAlone })
        {
            Assert.True(set.Stored.Length < StoredWindow.NumberLimit);
            foreach (IReadOnlyList<PictureWindow> windows in new[] { set.Stored, set.Asked })
            {
                Assert.Equal(windows.Count, windows.Distinct().Count());
                Assert.All(windows, window => Assert.True(window is { Top: >= 0, Left: >= 0, Bottom: <= 100, Right: <= 100 } && window.Top < window.Bottom && window.Left < window.Right));
                Assert.All(windows, window => Assert.Equal(window, PictureWindow.Parse(window.ToString())));
            }
        }

        Assert.Equal((5, 15), (WindowSets.Light.Stored.Length, WindowSets.Full.Stored.Length));
        Assert.Equal((8, 8, 8), (WindowSets.Light.Asked.Length, WindowSets.Full.Asked.Length, WindowSets.AskedAlone.Asked.Length));
    }

    private static RandomPicture Harbour(double scale)
    {
        using NetVips.Image image = NetVips.Image.NewFromFile(Path.Combine(TestFiles.Samples, "harbour.jpg"));
        using NetVips.Image scaled = scale == 1 ? image.Copy() : image.Resize(scale);
        return new RandomPicture(scaled.Width, scaled.Height, scaled.Bands, scaled.WriteToMemory<byte>());
    }

    private static RandomPicture Blocks()
    {
        const int Block = 16;
        byte[] levels = new byte[20 * 15];
        new Random(7).NextBytes(levels);
        byte[] pixels = new byte[20 * Block * 15 * Block];
        for (int i = 0; i < pixels.Length; i++)
            pixels[i] = levels[(i / (20 * Block) / Block * 20) + (i % (20 * Block) / Block)];

        return new RandomPicture(20 * Block, 15 * Block, 1, pixels);
    }

    /// <summary>With so many rows and columns more on each side, of one level; or, where they are negative, fewer.</summary>
    private static RandomPicture Framed(RandomPicture picture, int rows, int columns, byte level)
    {
        (int height, int width) = (picture.Height + (2 * rows), picture.Width + (2 * columns));
        byte[] pixels = new byte[height * width * picture.Channels];
        Array.Fill(pixels, level);
        for (int y = Math.Max(0, rows); y < Math.Min(height, height - rows); y++)
        {
            int left = Math.Max(0, columns);
            int length = Math.Min(width, width - columns) - left;
            Array.Copy(picture.Pixels, (((y - rows) * picture.Width) + left - columns) * picture.Channels, pixels, ((y * width) + left) * picture.Channels, length * picture.Channels);
        }

        return new RandomPicture(width, height, picture.Channels, pixels);
    }

    private static Picture WithSums(RandomPicture pixels, Orientation upright = Orientation.Unchanged)
    {
        var picture = new Picture(pixels.Width, pixels.Height, pixels.Channels, upright, hasSums: true);
        TestPictures.Fill(picture, pixels.Pixels, 16);
        return picture;
    }
}
