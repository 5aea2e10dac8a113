using ImageMatch.Sessions;
using ImageMatch.Signatures;

namespace ImageMatch.Quality;

/// <summary>One way to store and to ask.</summary>
/// <param name="Name">Its column.</param>
/// <param name="Collection">What is searched.</param>
/// <param name="Options">How.</param>
internal sealed record Setting(string Name, Collection Collection, SearchOptions Options)
{
    private static readonly SearchOptions Plain = new();

    /// <summary>What is compared, in files and, where there is one, on a cluster, whose searches look at candidates unless they are exact.</summary>
    public static IEnumerable<Setting> All(TemporaryStores stores) =>
        [.. Of("", stores.InFiles), .. stores.HasCluster ? Of("cluster, ", stores.InCluster) : []];

    private static IEnumerable<Setting> Of(string prefix, Func<CropTolerance, Collection> make)
    {
        Collection pictures = make(CropTolerance.None);
        Collection full = make(CropTolerance.Full);
        yield return new($"{prefix}plain", pictures, Plain);
        yield return new($"{prefix}-AllOrientations", pictures, Plain with { AllOrientations = true });
        yield return new($"{prefix}-QueryWindows", pictures, Plain with { QueryWindows = true });
        yield return new($"{prefix}Light", make(CropTolerance.Light), Plain);
        yield return new($"{prefix}Full", full, Plain);
        if (prefix.Length > 0)
            yield return new($"{prefix}Full, -Exact", full, Plain with { Exact = true });
    }
}
