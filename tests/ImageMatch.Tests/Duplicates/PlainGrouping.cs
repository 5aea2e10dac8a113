using ImageMatch.Duplicates;

namespace ImageMatch.Tests.Duplicates;

/// <summary>Complete-link clustering as it is defined, one join after another over all clusters.</summary>
internal static class PlainGrouping
{
    public static List<int[]> Group(int count, IReadOnlyCollection<PicturePair> pairs)
    {
        Dictionary<(int, int), int> rank = pairs.Order().Select((pair, i) => (pair, i)).ToDictionary(each => (each.pair.First, each.pair.Second), each => each.i);
        List<List<int>> clusters = [.. Enumerable.Range(0, count).Select(i => new List<int> { i })];
        while (Nearest(clusters, rank) is { } nearest)
        {
            clusters.Remove(nearest.Second);
            nearest.First.AddRange(nearest.Second);
        }

        return [.. clusters.Where(cluster => cluster.Count > 1).Select(cluster => cluster.Order().ToArray()).OrderBy(cluster => cluster[0])];
    }

    private static (List<int> First, List<int> Second)? Nearest(List<List<int>> clusters, Dictionary<(int, int), int> rank)
    {
        var candidates =
            from first in clusters
            from second in clusters
            where first[0] < second[0]
            let farthest = Farthest(first, second, rank)
            where farthest is not null
            orderby farthest
            select ((List<int>, List<int>)?)(first, second);
        return candidates.FirstOrDefault();
    }

    /// <summary>The rank of the farthest pair between two clusters; null where two members are no pair.</summary>
    private static int? Farthest(List<int> first, List<int> second, Dictionary<(int, int), int> rank)
    {
        int farthest = 0;
        foreach (int one in first)
        {
            foreach (int other in second)
            {
                if (!rank.TryGetValue((Math.Min(one, other), Math.Max(one, other)), out int found))
                    return null;
                farthest = Math.Max(farthest, found);
            }
        }

        return farthest;
    }
}
