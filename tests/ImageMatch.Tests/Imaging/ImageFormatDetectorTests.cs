using System.Text;
using CsCheck;
using ImageMatch.Imaging;

namespace ImageMatch.Tests.Imaging;

public class ImageFormatDetectorTests
{
    private const string SmallJpeg2000 =
        "AAAADGpQICANCocKAAAAFGZ0eXBqcDIgAAAAAGpwMiAAAAAtanAyaAAAABZpaGRyAAAAGAAAABgAAwcHAAAAAAAPY29scgEAAAAAABAAAADIanAyY/9P/1EALwAAAAAAGAAAABgAAAAAAAAAAAAA"
        + "ABgAAAAYAAAAAAAAAAAAAwcBAQcBAQcBAf9SAAwAAAABAQQEBAAB/1wAEEBASEhQSEhQSEhQSEhQ/2QAJQABQ3JlYXRlZCBieSBPcGVuSlBFRyB2ZXJzaW9uIDIuNS40/5AACgAAAAAARAAB"
        + "/5PfgCgD4TFoM4CAoD4QgAG/gICh9QMADj1Z8va/gICg+cKAN6HHzBmAgKB8gcCECqn+1L8ngID/2Q==";

    [Theory]
    [InlineData("<svg/>")]
    [InlineData("\uFEFF <?xml version=\"1.0\"?>\n<!-- a > b --><!DOCTYPE svg PUBLIC \"-//W3C//DTD SVG 1.1//EN\" \"svg11.dtd\"><svg width='1'>")]
    [InlineData("<!DOCTYPE svg [ <!ENTITY a \"b\"> ]><svg:svg xmlns:svg='http://www.w3.org/2000/svg'>")]
    public void Svg_is_told_after_whatever_xml_allows_before_it(string text)
    {
        Assert.Equal(ImageFormat.Svg, ImageFormatDetector.Detect(Encoding.UTF8.GetBytes(text)));
        Assert.All([Encoding.Unicode, Encoding.BigEndianUnicode], encoding => Assert.Equal(
            ImageFormat.Svg, ImageFormatDetector.Detect([.. encoding.GetPreamble(), .. encoding.GetBytes(text.TrimStart('\uFEFF'))])));
    }

    [Theory]
    [InlineData("")]
    [InlineData("<html><body><svg/></body></html>")]
    [InlineData("<svgx/>")]
    [InlineData("<!-- never closed <svg/>")]
    [InlineData("BM is short for bitmap, and this is only text.")]
    [InlineData("GIF files are pictures")]
    [InlineData("#!RADIANCE")]
    public void Text_is_no_picture(string text) => Assert.Equal(ImageFormat.Unknown, ImageFormatDetector.Detect(Encoding.UTF8.GetBytes(text)));

    [Theory]
    [InlineData("heic", "mif1", ImageFormat.Heic)]
    [InlineData("mif1", "heic", ImageFormat.Heic)]
    [InlineData("mif1", "avif", ImageFormat.Avif)]
    [InlineData("avif", "mif1", ImageFormat.Avif)]
    [InlineData("crx ", "isom", ImageFormat.Raw)]
    [InlineData("isom", "mp41", ImageFormat.Unknown)]
    public void Brands_tell_avif_from_heic_and_both_from_films(string major, string compatible, ImageFormat format)
    {
        byte[] brands = [.. Encoding.ASCII.GetBytes(major), 0, 0, 0, 0, .. Encoding.ASCII.GetBytes(compatible)];
        byte[] content = [0, 0, 0, 20, .. "ftyp"u8, .. brands, 0, 0, 0, 8, .. "free"u8];
        Assert.Equal(format, ImageFormatDetector.Detect(content));
    }

    [Fact]
    public void Tiff_files_of_cameras_are_raw()
    {
        Assert.Equal(ImageFormat.Raw, ImageFormatDetector.Detect(Tiff((50706, 1))));
        Assert.Equal(ImageFormat.Raw, ImageFormatDetector.Detect(Tiff((254, 1), (271, 0), (330, 0))));
        Assert.Equal(ImageFormat.Tiff, ImageFormatDetector.Detect(Tiff((254, 0), (271, 0), (330, 0))));
        Assert.Equal(ImageFormat.Tiff, ImageFormatDetector.Detect(PictureFiles.Photograph(".tif[bigtiff]")));
    }

    [Fact]
    public void A_tga_is_told_without_a_mark_but_not_when_a_field_or_the_length_does_not_fit()
    {
        byte[] tga = PictureFiles.Tga();
        Assert.Equal(ImageFormat.Tga, ImageFormatDetector.Detect(tga));
        Assert.Equal(ImageFormat.Unknown, ImageFormatDetector.Detect(tga.AsSpan(0, tga.Length - 1)));
        tga[16] = 23;
        Assert.Equal(ImageFormat.Unknown, ImageFormatDetector.Detect(tga));
    }

    [Fact]
    public void Jpeg_2000_is_told_and_read()
    {
        var signed = Signers.Default.Sign(Convert.FromBase64String(SmallJpeg2000));
        Assert.Equal((ImageFormat.Jpeg2000, 24, 24), (signed.Facts.Format, signed.Facts.Width, signed.Facts.Height));
    }

    [Fact]
    public void Random_bytes_are_no_picture()
    {
        // JPEG XL's mark has two bytes only.
        Gen.Byte.Array[0, 400].Sample(content => ImageFormatDetector.Detect(content) is ImageFormat.Unknown or ImageFormat.JpegXl, iter: 20_000);
    }

    [Fact]
    public void Damaged_headers_break_nothing()
    {
        byte[][] files =
        [
            PictureFiles.Photograph(".tif"), PictureFiles.Photograph(".tif[bigtiff]"), PictureFiles.Hdr(),
            ClaimedSizes.Header("psd", 9, 9), ClaimedSizes.Header("bmp", 9, 9),
        ];
        Gen.Select(Gen.Int[0, files.Length - 1], Gen.Int[0, 300], Gen.Byte, Gen.Int[0, 100_000]).Sample((file, at, value, length) =>
        {
            byte[] content = [.. files[file].Take(length)];
            if (at < content.Length)
                content[at] = value;
            var format = ImageFormatDetector.Detect(content);
            if (format != ImageFormat.Unknown)
                Truncation.IsCut(content, format);
        }, iter: 5_000);
    }

    [Theory]
    [InlineData("a.JPG", true)]
    [InlineData("/x/a.cr2", true)]
    [InlineData("a[1].webp", true)]
    [InlineData("a.txt", false)]
    [InlineData("jpg", false)]
    public void Extensions_claim_a_picture(string path, bool expected) => Assert.Equal(expected, PictureExtensions.IsPicture(path));

    private static byte[] Tiff(params (ushort Tag, uint Value)[] entries)
    {
        using var content = new MemoryStream();
        using var writer = new BinaryWriter(content);
        writer.Write("II*\0"u8);
        writer.Write(8);
        writer.Write((ushort)entries.Length);
        foreach (var (tag, value) in entries)
        {
            writer.Write(tag);
            writer.Write((ushort)4);
            writer.Write(1);
            writer.Write(value);
        }

        writer.Write(0);
        return content.ToArray();
    }
}
