using System.Diagnostics;
using ImageMatch.Imaging;
using ImageMatch.Signatures;
using Xunit.Abstractions;

namespace ImageMatch.Tests.Imaging;

/// <summary>Files that exercise decoders, some bad on purpose: each gives a signature or one clear error, soon.</summary>
public class FormatsTests(ITestOutputHelper output)
{
    /// <summary>Of 181; the others are damaged, or of kinds that neither library knows.</summary>
    private const int Readable = 148;

    private static string Folder => Path.Combine(TestFiles.Shared, "images", "formats");

    [SkippableFact]
    public void Every_good_bitmap_of_the_suite_is_read_and_shows_the_same()
    {
        TestFiles.RequireShared();
        string[] files = Directory.GetFiles(Path.Combine(Folder, "twelvemonkeys", "bmpsuite", "g"));
        Assert.Equal(12, files.Length);
        Assert.All(files, file => Assert.False(Signers.Default.Sign(file).Signature.IsFeatureless));
        var colours = files.Where(file => file.Contains("rgb", StringComparison.Ordinal)).Select(file => Signers.Default.Sign(file).Signature).ToList();
        Assert.All(colours, one => Assert.InRange(SignatureDistance.Between(colours[0], one), 0, 0.1));
    }

    [SkippableFact]
    public void Every_depth_of_the_TIFF_flower_shows_the_same()
    {
        TestFiles.RequireShared();
        string folder = Path.Combine(Folder, "twelvemonkeys", "tiff", "depth");
        string[] names = ["rgb-contig-08", "rgb-contig-12", "rgb-contig-16", "rgb-contig-32", "rgb-planar-10", "rgb-planar-14", "rgb-planar-24"];
        var signatures = names.Select(name => Signers.Default.Sign(Path.Combine(folder, $"flower-{name}.tif")).Signature).ToList();
        Assert.All(signatures, one => Assert.InRange(SignatureDistance.Between(signatures[0], one), 0, 0.1));
    }

    [SkippableFact]
    public void Every_file_gives_a_signature_or_one_error_within_five_seconds()
    {
        TestFiles.RequireShared();
        int read = 0;
        foreach (string file in Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var watch = Stopwatch.StartNew();
            string outcome;
            try
            {
                var signed = Signers.Default.Sign(file);
                string size = $"{signed.Facts.Width} x {signed.Facts.Height}";
                outcome = $"{signed.Signer!.Decoder}\t{signed.Facts.Format} {size} {signed.Facts.Background}{(signed.Signature.IsFeatureless ? " featureless" : "")}";
                read++;
            }
            catch (ImageException e)
            {
                outcome = $"{e.Error}\t{e.Message.Replace(file, "it")}";
            }

            output.WriteLine($"{Path.GetRelativePath(Folder, file)}\t{watch.ElapsedMilliseconds} ms\t{outcome}");
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(5), $"{file} took {watch.Elapsed}.");
        }

        output.WriteLine($"{read} read.");
        Assert.True(read >= Readable, $"Only {read} read.");
    }
}
