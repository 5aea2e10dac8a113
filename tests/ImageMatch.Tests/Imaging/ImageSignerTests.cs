using System.Text;
using ImageMatch.Imaging;
using ImageMatch.Signatures;
using NetVips;

namespace ImageMatch.Tests.Imaging;

/// <summary>Orientation tags, transparency, kinds of pixels and frames.</summary>
public class ImageSignerTests
{
    private const int Side = 96;

    [SkippableFact]
    public void The_eight_portraits_of_all_orientation_tags_are_one_picture()
    {
        TestFiles.RequireShared();
        string folder = Path.Combine(TestFiles.Shared, "images", "formats", "twelvemonkeys", "exif");
        var portraits = Enumerable.Range(1, 8).Select(tag => Signers.Default.Sign(Path.Combine(folder, $"Portrait_{tag}.jpg"))).ToList();
        Assert.All(portraits, one => Assert.Equal((1200, 1800), (one.Facts.Width, one.Facts.Height)));
        Assert.All(portraits, one => Assert.All(portraits, other => Assert.InRange(SignatureDistance.Between(one.Signature, other.Signature), 0, 0.1)));

        var stored = Signers.Reference.Sign(Path.Combine(folder, "Portrait_6.jpg"));
        Assert.Equal((1800, 1200), (stored.Facts.Width, stored.Facts.Height));
    }

    [Fact]
    public void Orientations_start_from_the_upright_picture()
    {
        var signed = Signers.Default.Sign(ImageInput.FromFile(Path.Combine(TestFiles.Samples, "harbour-phone.jpg")), allOrientations: true);
        Assert.Equal(16, signed.Orientations!.Count);
        Assert.Equal(signed.Signature, signed.Orientations[0]);
        var harbour = Signers.Default.Sign(Path.Combine(TestFiles.Samples, "harbour.jpg"));
        Assert.InRange(SignatureDistance.Between(harbour.Signature, signed.Signature), 0, 0.45);
    }

    [Fact]
    public void Facts_say_what_was_read_and_by_what()
    {
        string file = Path.Combine(TestFiles.Samples, "city.jpg");
        var signed = Signers.Default.Sign(file);
        Assert.Equal(new FileInfo(file).Length, signed.Facts.Length);
        Assert.Equal(new FileInfo(file).LastWriteTimeUtc, signed.Facts.LastWriteTime!.Value.UtcDateTime);
        Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(file)))[..32], signed.Facts.ContentHash);
        Assert.Equal(ImageFormat.Jpeg, signed.Facts.Format);
        Assert.Matches("^libvips(/libjpeg-turbo)?$", signed.Signer!.Decoder);
        Assert.Matches(@"^\d+\.\d+\.\d+$", signed.Signer.DecoderVersion);
    }

    [Fact]
    public void A_JPEG_named_heic_is_read_as_what_it_is()
    {
        string file = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.heic");
        string jpeg = Path.Combine(TestFiles.Samples, "city.jpg");
        File.Copy(jpeg, file);
        try
        {
            Assert.Equal(Signers.Default.Sign(jpeg).Signature, Signers.Default.Sign(file).Signature);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Theory]
    [InlineData(16)]
    [InlineData(96)]
    public void A_white_logo_on_transparency_keeps_its_features_at_any_size(int side)
    {
        var logo = Signers.Default.Sign(Logo(side, 255));
        Assert.Equal(Background.Black, logo.Facts.Background);
        Assert.False(logo.Signature.IsFeatureless);
    }

    [Fact]
    public void A_dark_logo_on_transparency_lies_on_white_like_its_opaque_copy()
    {
        var logo = Signers.Default.Sign(Logo(Side, 20));
        Assert.Equal(Background.White, logo.Facts.Background);
        byte[] opaque = [.. Circle(Side).Select(alpha => (byte)(((20 * alpha) + (255 * (255 - alpha)) + 127) / 255))];
        Assert.Equal(Signers.Default.Sign(PictureFiles.Write(opaque, Side, 1, ".png", Enums.Interpretation.Bw)).Signature, logo.Signature);
    }

    [Fact]
    public void Grey_with_alpha_is_laid_over_the_same_as_colours_with_alpha()
    {
        byte[] grey = [.. Circle(Side).SelectMany(alpha => (byte[])[20, alpha])];
        var signed = Signers.Default.Sign(PictureFiles.Write(grey, Side, 2, ".png", Enums.Interpretation.Bw));
        Assert.Equal(Background.White, signed.Facts.Background);
        Assert.Equal(Signers.Default.Sign(Logo(Side, 20)).Signature, signed.Signature);
    }

    [Fact]
    public void An_opaque_alpha_channel_changes_nothing()
    {
        var (pixels, width, _) = PictureFiles.Pixels();
        byte[] withAlpha = [.. pixels.Chunk(3).SelectMany(pixel => (byte[])[.. pixel, 255])];
        var signed = Signers.Default.Sign(PictureFiles.Write(withAlpha, width, 4, ".png"));
        Assert.Equal(Background.None, signed.Facts.Background);
        Assert.Equal(Signers.Default.Sign(PictureFiles.Write(pixels, width, 3, ".png")).Signature, signed.Signature);
    }

    [Fact]
    public void Ignored_alpha_leaves_hidden_colours_to_count()
    {
        var (pixels, width, _) = PictureFiles.Pixels();
        byte[] hidden = [.. pixels.Chunk(3).SelectMany(pixel => (byte[])[.. pixel, 0])];
        byte[] content = PictureFiles.Write(hidden, width, 4, ".png");
        var signed = Signers.Reference.Sign(content);
        Assert.Equal(Background.None, signed.Facts.Background);
        Assert.Equal(Signers.Reference.Sign(PictureFiles.Write(pixels, width, 3, ".png")).Signature, signed.Signature);
        Assert.True(Signers.Default.Sign(content).Signature.IsFeatureless);
    }

    [Theory]
    [InlineData(".png")]
    [InlineData(".tif")]
    public void Sixteen_bits_are_scaled_not_clipped(string suffix)
    {
        byte[] narrow = PictureFiles.Photograph(".png");
        using var image = Image.NewFromBuffer(narrow);
        using var wide = (image * 257).Cast(Enums.BandFormat.Ushort).Copy(interpretation: Enums.Interpretation.Rgb16);
        Assert.Equal(Signers.Default.Sign(narrow).Signature, Signers.Default.Sign(wide.WriteToBuffer(suffix)).Signature);
    }

    [Fact]
    public void Inks_become_colours_by_multiplication()
    {
        var (pixels, width, _) = PictureFiles.Pixels();
        byte[] inks = [.. pixels.Chunk(3).SelectMany(pixel => (byte[])[(byte)~pixel[0], (byte)~pixel[1], (byte)~pixel[2], 0])];
        var signed = Signers.Default.Sign(PictureFiles.Write(inks, width, 4, ".tif", Enums.Interpretation.Cmyk));
        Assert.Equal(Signers.Default.Sign(PictureFiles.Write(pixels, width, 3, ".tif")).Signature, signed.Signature);
    }

    [Fact]
    public void One_bit_pictures_are_black_and_white()
    {
        byte[] circle = [.. Circle(Side).Select(alpha => (byte)(alpha > 127 ? 255 : 0))];
        Assert.Equal(
            Signers.Default.Sign(PictureFiles.Write(circle, Side, 1, ".png", Enums.Interpretation.Bw)).Signature,
            Signers.Default.Sign(PictureFiles.Write(circle, Side, 1, ".png[bitdepth=1]", Enums.Interpretation.Bw)).Signature);
    }

    [Fact]
    public void Svg_is_drawn_at_its_size_but_not_beyond_bounds()
    {
        const string Content = "<circle cx='50' cy='50' r='30' fill='red'/><rect width='20' height='70'/></svg>";
        const string Namespace = "xmlns='http://www.w3.org/2000/svg' viewBox='0 0 100 100'";
        var small = Signers.Default.Sign(Encoding.UTF8.GetBytes($"<?xml version='1.0'?><!-- drawn --><svg {Namespace} width='200' height='200'>{Content}"));
        var large = Signers.Default.Sign(Encoding.UTF8.GetBytes($"<svg {Namespace} width='200000' height='200000'>{Content}"));
        Assert.Equal((200, ImageFormat.Svg), (small.Facts.Width, small.Facts.Format));
        Assert.InRange(large.Facts.Width!.Value, 1000, 4096);
        Assert.InRange(SignatureDistance.Between(small.Signature, large.Signature), 0, 0.2);
    }

    [Fact]
    public void Svg_loads_nothing_from_outside()
    {
        string photograph = new Uri(Path.Combine(TestFiles.Samples, "city.jpg")).AbsoluteUri;
        string svg = $"<svg xmlns='http://www.w3.org/2000/svg' width='100' height='100'><image href='{photograph}' width='100' height='100'/></svg>";
        Assert.True(Signers.Default.Sign(Encoding.UTF8.GetBytes(svg)).Signature.IsFeatureless);
    }

    [Theory]
    [InlineData(".gif")]
    [InlineData(".webp")]
    [InlineData(".tif")]
    public void Each_frame_is_signed_and_one_that_is_not_there_is_an_error(string suffix)
    {
        var (pixels, width, height) = PictureFiles.Pixels();
        byte[] second = [.. pixels.Select(value => (byte)~value)];
        using var frames = Image.NewFromMemory([.. pixels, .. second], width, height * 2, 3, Enums.BandFormat.Uchar);
        using var paged = frames.Copy(interpretation: Enums.Interpretation.Srgb).Mutate(image => image.Set(GValue.GIntType, "page-height", height));
        byte[] content = paged.WriteToBuffer(suffix);
        var signatures = Enumerable.Range(0, 2).Select(frame => Signers.Default.Sign(ImageInput.FromContent(content, "frames", frame))).ToList();
        Assert.All(signatures, signed => Assert.Equal(height, signed.Facts.Height));
        Assert.InRange(SignatureDistance.Between(signatures[0].Signature, signatures[1].Signature), 0.8, 1);
        Assert.Equal(ImageError.UnreadablePicture, Signers.Default.Refuse(ImageInput.FromContent(content, "frames", 2)).Error);
        foreach (var decoder in Signers.Default.Decoders.Where(decoder => decoder.CanDecode(ImageFormatDetector.Detect(content))))
        {
            using var reader = decoder.Open(content, ImageFormatDetector.Detect(content), 1, ImageLimits.Default);
            Assert.Equal(2, reader.FrameCount);
        }
    }

    private static byte[] Logo(int side, byte grey)
    {
        byte[] pixels = [.. Circle(side).SelectMany(alpha => (byte[])[grey, grey, grey, alpha])];
        return PictureFiles.Write(pixels, side, 4, ".png");
    }

    /// <summary>Opacity of an off-centre disc with a soft edge.</summary>
    private static IEnumerable<byte> Circle(int side) => Enumerable.Range(0, side * side).Select(i =>
    {
        double distance = double.Hypot((i % side) - (side * 0.4), (i / side) - (side * 0.5));
        return (byte)Math.Clamp(((side * 0.3) - distance + 0.5) * 255, 0, 255);
    });
}
