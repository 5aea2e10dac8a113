using System.Diagnostics;
using ImageMatch.Imaging;
using Xunit.Abstractions;

namespace ImageMatch.Tests.Imaging;

/// <summary>Files that exercise decoders, some bad on purpose: each gives a signature or one clear error, soon.</summary>
public class FormatsTests(ITestOutputHelper output)
{
    private static string Folder => Path.Combine(TestFiles.Shared, "images", "formats");

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
                outcome = $"{signed.Signer!.Decoder}\t{signed.Facts.Format} {signed.Facts.Width} x {signed.Facts.Height} {signed.Background}{(signed.Signature.IsFeatureless ? " featureless" : "")}";
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
        Assert.True(read >= 148, $"Only {read} read.");
    }
}
