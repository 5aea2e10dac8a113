using ImageMatch.Imaging;

namespace ImageMatch.Tests.Imaging;

/// <summary>
/// Files that exercise decoders, some bad on purpose. What becomes of each stands in Data/formats.tsv: file, format by its bytes, then decoder, size and
/// background, or the error. To accept what a test prints as new is to say that it is right.
/// </summary>
public class FormatsTests
{
    private const char Separator = '\t';

    private static readonly string[] Outcomes = ["libvips", "ImageMagick", "UnreadablePicture", "TruncatedPicture", "NotAPicture"];

    private static readonly string Folder = Path.Combine(TestFiles.Shared, "images", "formats");

    private static IReadOnlyList<string> Table => File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "Data", "formats.tsv"));

    [SkippableFact]
    public void Every_file_gives_the_signature_or_the_error_that_the_table_says()
    {
        TestFiles.RequireShared();
        string[] files = Directory.GetFiles(Folder, "*", SearchOption.AllDirectories);

        string[] found = [.. files.Select(Outcome).Order(StringComparer.Ordinal)];

        string[] differences = [.. Table.Except(found).Select(line => $"- {line}"), .. found.Except(Table).Select(line => $"+ {line}")];
        Assert.True(differences.Length == 0, string.Join('\n', differences));
    }

    [Fact]
    public void The_page_about_formats_counts_what_the_table_holds()
    {
        string page = File.ReadAllText(Path.Combine(TestFiles.RepositoryRoot, "docs", "formats.md"));
        foreach (IGrouping<string, string[]> format in Table.Select(line => line.Split(Separator)).GroupBy(fields => fields[1]))
        {
            int[] counts = [.. Outcomes.Select(outcome => format.Count(fields => fields[2] == outcome))];
            Assert.Equal(format.Count(), counts.Sum());
            Assert.Contains($"| {format.Key} | {string.Join(" | ", counts.Select(count => count == 0 ? "" : $"{count}"))} |", page, StringComparison.Ordinal);
        }
    }

    private static string Outcome(string file)
    {
        string[] name = [Path.GetRelativePath(Folder, file).Replace('\\', '/'), $"{ImageFormatDetector.Detect(File.ReadAllBytes(file))}"];
        try
        {
            SignedPicture signed = Signers.Default.Sign(file);
            FileFacts facts = signed.Facts;
            // Behind the slash is what read it, in front the library whose pixels it gives.
            string[] read = [signed.Signer!.Decoder.Split('/')[0], $"{facts.Width} x {facts.Height}", $"{facts.Background}"];
            return string.Join(Separator, [.. name, .. read, .. signed.Signature.IsFeatureless ? ["featureless"] : Array.Empty<string>()]);
        }
        catch (ImageException e)
        {
            Assert.Contains(file, e.Message, StringComparison.Ordinal);
            return string.Join(Separator, [.. name, $"{e.Error}"]);
        }
    }
}
