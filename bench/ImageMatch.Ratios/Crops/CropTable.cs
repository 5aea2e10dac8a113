using System.Collections.Concurrent;
using ImageMatch.Signatures;
using NetVips;

namespace ImageMatch.Ratios.Crops;

/// <summary>
/// Which crops of photographs are found, by kind and by crop tolerance, and how many pairs of pictures are found that are no copies. With a cluster's address in
/// IMAGEMATCH_BENCH_CLUSTER the same there.
/// </summary>
internal sealed class CropTable : IRatioTable
{
    private const int Seed = 1;

    public string Name => "crops";

    public void Print(TextWriter output)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("imagematch-crops-");
        CropStores[] all = [];
        try
        {
            all =
            [
                CropStores.InFiles("None", folder.FullName, CropTolerance.None, queryWindows: false),
                CropStores.InFiles("None, -QueryWindows", folder.FullName, CropTolerance.None, queryWindows: true),
                CropStores.InFiles("Light", folder.FullName, CropTolerance.Light, queryWindows: false),
                CropStores.InFiles("Full", folder.FullName, CropTolerance.Full, queryWindows: false),
                .. Clustered(),
            ];
            Fill(all);
            Print(output, all);
        }
        finally
        {
            Array.ForEach(all, stores => stores.Dispose());
            folder.Delete(recursive: true);
        }
    }

    private static CropStores[] Clustered()
    {
        if (Environment.GetEnvironmentVariable("IMAGEMATCH_BENCH_CLUSTER") is not { Length: > 0 } address)
            return [];

        var cluster = new Uri(address);
        string prefix = $"crops-{Environment.ProcessId}";
        return
        [
            CropStores.InCluster("cluster, Light", cluster, prefix, CropTolerance.Light, exact: false),
            CropStores.InCluster("cluster, Full", cluster, prefix, CropTolerance.Full, exact: false),
            CropStores.InCluster("cluster, Full, -Exact", cluster, prefix + "-exact", CropTolerance.Full, exact: true),
        ];
    }

    private static void Fill(CropStores[] all)
    {
        foreach (string file in SignData.Photographs)
        {
            using Image photograph = Read(file);
            Array.ForEach(all, stores => stores.Add(file, photograph));
        }
    }

    private static void Print(TextWriter output, CropStores[] all)
    {
        string[] files = SignData.Photographs;
        var found = new ConcurrentDictionary<(CropStores, string), int>();
        var wrong = new ConcurrentDictionary<CropStores, int>();
        Parallel.For(0, files.Length, i =>
        {
            using Image photograph = Read(files[i]);
            for (int k = 0; k < CropKind.All.Count; k++)
            {
                CropKind kind = CropKind.All[k];
                using Image asked = kind.Ask(photograph, new Random((((Seed * 1000) + k) * 1000) + i));
                byte[] picture = CropStores.Encode(asked);
                foreach (CropStores stores in all)
                {
                    foreach (string name in stores.Search(kind, picture))
                    {
                        if (name == files[i])
                            found.AddOrUpdate((stores, kind.Name), 1, (_, count) => count + 1);
                        else if (kind.Store is null)
                            wrong.AddOrUpdate(stores, 1, (_, count) => count + 1);
                    }
                }
            }
        });

        double pairs = CropKind.All.Count(kind => kind.Store is null) * (double)files.Length * (files.Length - 1);
        string[] kinds = [.. CropKind.All.Select(kind => kind.Name).Distinct()];
        output.WriteLine($"Share of {files.Length} photographs found, and pairs of others found in a million of {pairs / 1e6:F1} million.");
        output.WriteLine($"| crop tolerance | wrong/M | {string.Join(" | ", kinds)} | mean |");
        output.WriteLine($"|---|---|{string.Concat(Enumerable.Repeat("---|", kinds.Length + 1))}");
        foreach (CropStores stores in all)
        {
            double[] shares =
            [
                .. kinds.Select(kind => found.GetValueOrDefault((stores, kind)) / (double)(files.Length * CropKind.All.Count(each => each.Name == kind))),
            ];
            output.WriteLine(
                $"| {stores.Name} | {wrong.GetValueOrDefault(stores) / pairs * 1e6:F0} | {string.Join(" | ", shares.Select(share => $"{share:.00}"))} | {shares.Average():.000} |");
        }
    }

    private static Image Read(string file)
    {
        using Image image = Image.NewFromFile(file);
        using Image rgb = image.Colourspace(Enums.Interpretation.Srgb);
        using Image three = rgb.Bands > 3 ? rgb.ExtractBand(0, n: 3) : rgb.Copy();
        return three.CopyMemory();
    }
}
