using ImageMatch.Signatures;

namespace ImageMatch.Tests.Recall;

/// <summary>The 300 photographs, and what the Python image_match signs them as.</summary>
internal static class Photographs
{
    private static readonly Lazy<IReadOnlyList<Photograph>> Read = new(() =>
        [.. File.ReadLines(Path.Combine(TestFiles.Shared, "reference", "photos.tsv")).Select(line => line.Split('\t')).Select(fields => new Photograph(
            Path.Combine(TestFiles.Shared, "images", "photos", fields[0]), new Signature(fields[1].Select(digit => (sbyte)(digit - '2')).ToArray())))]);

    /// <summary>In the order of their names; skips the test where they are absent.</summary>
    public static IReadOnlyList<Photograph> All
    {
        get
        {
            TestFiles.RequireShared();
            return Read.Value;
        }
    }
}

/// <summary>A photograph.</summary>
/// <param name="File">Its file.</param>
/// <param name="Signature">Its signature, as the reference computes it.</param>
internal sealed record Photograph(string File, Signature Signature);
