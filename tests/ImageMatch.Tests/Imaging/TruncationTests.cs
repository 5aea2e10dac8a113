using System.Buffers.Binary;
using ImageMatch.Imaging;

namespace ImageMatch.Tests.Imaging;

public class TruncationTests
{
    private static readonly double[] Shares = [0.3, 0.5, 0.7, 0.95];

    public static TheoryData<string> Suffixes =>
    [
        ".jpg", ".jpg[interlace]", ".png", ".png[interlace]", ".png[palette]", ".webp", ".webp[lossless]", ".gif",
        ".tif", ".tif[compression=lzw]", ".tif[compression=jpeg,keep=none]", ".tif[compression=deflate,tile]", ".tif[bigtiff]", ".avif[effort=0]",
    ];

    [Theory]
    [InlineData("harbour.jpg")]
    [InlineData("harbour-grey.webp")]
    [InlineData("harbour-mirrored.png")]
    [InlineData("harbour-framed.gif")]
    public void A_sample_cut_in_the_middle_is_truncated(string name) => AssertTruncated(File.ReadAllBytes(Path.Combine(TestFiles.Samples, name)));

    [Theory]
    [MemberData(nameof(Suffixes))]
    public void A_picture_cut_anywhere_is_truncated(string suffix) => AssertTruncated(PictureFiles.Photograph(suffix));

    [Fact]
    public void A_cut_tga_or_hdr_gives_no_signature()
    {
        Assert.All([PictureFiles.Tga(), PictureFiles.Hdr()], whole =>
        {
            Assert.False(Signers.Default.Sign(whole).Signature.IsFeatureless);
            Signers.Default.Refuse(ImageInput.FromContent(whole.AsMemory(0, whole.Length / 2), "cut"));
        });
    }

    [SkippableTheory]
    [InlineData("testBMP.bmp")]
    [InlineData("testHEIF.heic")]
    [InlineData("testPSD.psd")]
    [InlineData("testPSD_xmp.psd")]
    [InlineData("testJXL.jxl")]
    public void A_file_of_other_programs_cut_anywhere_gives_no_signature(string name)
    {
        TestFiles.RequireShared();
        byte[] whole = File.ReadAllBytes(Path.Combine(TestFiles.Shared, "images", "formats", "tika", name));
        Assert.All(Shares, share => Signers.Default.Refuse(ImageInput.FromContent(whole.AsMemory(0, (int)(whole.Length * share)), "cut")));
    }

    [SkippableTheory]
    [InlineData("pal8.bmp")]
    [InlineData("pal4rle.bmp")]
    [InlineData("pal8os2.bmp")]
    public void A_bitmap_cut_anywhere_is_truncated_whatever_length_its_header_claims(string name)
    {
        TestFiles.RequireShared();
        byte[] whole = File.ReadAllBytes(Path.Combine(TestFiles.Shared, "images", "formats", "twelvemonkeys", "bmpsuite", "g", name));
        foreach (byte[] cut in Shares.Select(share => whole[..(int)(whole.Length * share)]))
        {
            Assert.Equal(ImageError.TruncatedPicture, Signers.Default.Refuse(ImageInput.FromContent(cut, "cut")).Error);
            BinaryPrimitives.WriteInt32LittleEndian(cut.AsSpan(2), cut.Length);
            Assert.Equal(ImageError.TruncatedPicture, Signers.Default.Refuse(ImageInput.FromContent(cut, "cut")).Error);
        }
    }

    private static void AssertTruncated(byte[] whole)
    {
        var signature = Signers.Default.Sign(whole).Signature;
        Assert.False(signature.IsFeatureless);
        Assert.All(Shares, share =>
        {
            var cut = ImageInput.FromContent(whole.AsMemory(0, (int)(whole.Length * share)), "cut");
            var error = Record.Exception(() => Assert.Equal(signature, Signers.Default.Sign(cut).Signature)) as ImageException;
            // Some formats keep other things than pixels at their end.
            if (error is not null || share < 0.9)
                Assert.Equal(ImageError.TruncatedPicture, error?.Error);
        });
    }
}
