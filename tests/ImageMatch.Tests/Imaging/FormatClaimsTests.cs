using ImageMatch.Imaging;
using ImageMatch.Signatures;

namespace ImageMatch.Tests.Imaging;

/// <summary>Files against what their names say: one picture in many kinds of files is one picture, and what is called bad is refused or read right all the same.</summary>
public class FormatClaimsTests
{
    private static readonly string Folder = Path.Combine(TestFiles.Shared, "images", "formats");

    [SkippableTheory]
    [InlineData("g")]
    [InlineData("q")]
    [InlineData("b")]
    public void A_bitmap_of_the_suite_shows_its_picture_and_only_those_that_are_not_good_may_be_refused(string folder)
    {
        const string OneColour = "pal1p1";
        const string Narrower = "pal8w125";
        foreach (string file in Files($"twelvemonkeys/bmpsuite/{folder}"))
        {
            string name = Path.GetFileNameWithoutExtension(file);
            bool hasTwoColours = name.StartsWith("pal1", StringComparison.Ordinal) || name is "baddens1" or "badfilesize";
            Signature original = Sign($"twelvemonkeys/bmpsuite/g/{(hasTwoColours ? "pal1" : "pal8")}.bmp");
            try
            {
                Signature signature = Signers.Default.Sign(file).Signature;
                double distance = SignatureDistance.Between(original, signature);
                Assert.True(name == OneColour ? signature.IsFeatureless : distance < (name == Narrower ? 0.4 : 0.3), $"{name} lies {distance} from its picture.");
            }
            catch (ImageException e) when (folder != "g")
            {
                Assert.Equal(ImageError.UnreadablePicture, e.Error);
            }
        }
    }

    [SkippableTheory]
    [InlineData("tiff/depth/flower-rgb-contig-08.tif", "tiff/depth", "*", 0.2, "-02")]
    [InlineData("tiff/depth/flower-rgb-contig-08.tif", "tiff/depth", "*-02.tif", 0.4)]
    [InlineData("bmp/blauesglas_24.bmp", "bmp", "blauesglas_*", 0.2)]
    [InlineData("os2/money-24bit-os2.bmp", "os2", "*", 0.2)]
    [InlineData("bigtiff/Classic.tif", "bigtiff", "*", 0)]
    [InlineData("tiff/sm_colors_pb.tif", "tiff", "sm_colors_tile.tif", 0)]
    [InlineData("tiff/pixtiff/17-tiff-binary-ccitt-group3.tif", "tiff/pixtiff", "58-plexustiff-binary-ccitt-group4.tif", 0)]
    [InlineData("tiff/ccitt/group3_1d.tif", "tiff/ccitt", "group3_2d*", 0)]
    [InlineData("../tika/testWebp_Alpha_Lossy.webp", "webp", "1_webp_ll.webp", 0.01)]
    [InlineData("../tika/testBMP.bmp", "../tika", "testJPEG.jpg", 0.1)]
    public void Files_of_one_picture_are_near_to_each_other(string original, string folder, string pattern, double distance, string except = "none")
    {
        TestFiles.RequireShared();
        Signature signature = Sign($"twelvemonkeys/{original}");
        Assert.All(
            Files($"twelvemonkeys/{folder}", pattern).Where(file => !file.Contains(except, StringComparison.Ordinal)),
            file => Assert.InRange(Distance(signature, Signers.Default.Sign(file).Signature), 0, distance));
    }

    [SkippableFact]
    public void Files_that_libvips_cannot_read_say_why_in_the_words_of_ImageMagick()
    {
        foreach (string file in Files("commons-imaging/images/png").Concat(Files("commons-imaging/IMAGING-211")))
            Assert.Matches(@"damaged or of an unusual kind \(ImageMagick: .*IHDR", Assert.Throws<ImageException>(() => Signers.Default.Sign(file)).Message);
    }

    /// <summary>Pictures without features are equal here where their signatures are.</summary>
    private static double Distance(Signature one, Signature other) => one.Equals(other) ? 0 : SignatureDistance.Between(one, other);

    private static Signature Sign(string file) => Signers.Default.Sign(Path.Combine(Folder, file)).Signature;

    private static string[] Files(string folder, string pattern = "*")
    {
        TestFiles.RequireShared();
        string[] files = Directory.GetFiles(Path.Combine(Folder, folder), pattern, SearchOption.AllDirectories);
        Assert.NotEmpty(files);
        return files;
    }
}
