namespace ImageMatch.Duplicates;

/// <summary>
/// Complete-link clustering (Sørensen 1948): again and again the two clusters are joined whose farthest members are nearest, as long as every two members are
/// a pair. Pairs that are equally near count in the order of their numbers, so that the answer does not depend on the order in which they were found.
/// </summary>
internal static class CompleteLink
{
    /// <summary>Groups pictures.</summary>
    /// <param name="pairs">Every pair of copies; sorted here.</param>
    /// <returns>The clusters of two and more, their members in order.</returns>
    public static List<List<int>> Group(List<PicturePair> pairs)
    {
        pairs.Sort();
        var clusterOf = new Dictionary<int, Cluster>();
        foreach (PicturePair pair in pairs)
        {
            Cluster first = Of(pair.First);
            Cluster second = Of(pair.Second);
            // Pairs come nearest first: when the last one between two clusters comes, it is their farthest.
            int links = first.Links.GetValueOrDefault(second) + 1;
            if (links == first.Members.Count * second.Members.Count)
                Join(first, second, clusterOf);
            else
                first.Links[second] = second.Links[first] = links;
        }

        List<List<int>> groups = [.. clusterOf.Values.Distinct().Where(cluster => cluster.Members.Count > 1).Select(cluster => cluster.Members)];
        groups.ForEach(members => members.Sort());
        return groups;

        Cluster Of(int picture)
        {
            if (!clusterOf.TryGetValue(picture, out Cluster? cluster))
                clusterOf[picture] = cluster = new Cluster(picture);
            return cluster;
        }
    }

    private static void Join(Cluster first, Cluster second, Dictionary<int, Cluster> clusterOf)
    {
        (Cluster larger, Cluster smaller) = first.Members.Count + first.Links.Count >= second.Members.Count + second.Links.Count ? (first, second) : (second, first);
        larger.Links.Remove(smaller);
        smaller.Links.Remove(larger);
        foreach ((Cluster other, int links) in smaller.Links)
        {
            other.Links.Remove(smaller);
            larger.Links[other] = other.Links[larger] = larger.Links.GetValueOrDefault(other) + links;
        }

        larger.Members.AddRange(smaller.Members);
        foreach (int member in smaller.Members)
            clusterOf[member] = larger;
    }

    private sealed class Cluster(int picture)
    {
        public List<int> Members { get; } = [picture];

        /// <summary>How many pairs there are with the members of other clusters.</summary>
        public Dictionary<Cluster, int> Links { get; } = [];
    }
}
