using ImageMatch.Scanning;
using ImageMatch.Signatures;

namespace ImageMatch.Duplicates;

/// <summary>
/// Asks for the copies of every picture, in blocks, and gives back components as they become whole: what a component reaches is asked for before anything
/// else. A picture is asked for once.
/// </summary>
/// <param name="table">The pictures.</param>
/// <param name="index">Their signatures, by their numbers.</param>
/// <param name="options">What counts as a copy.</param>
/// <param name="signatureOptions">The options of the signatures.</param>
internal sealed class ComponentScan(PictureTable table, SignatureIndex index, DuplicateOptions options, SignatureOptions signatureOptions)
{
    private const int BlockSize = 64;

    private readonly bool[] _isAsked = new bool[table.Count];

    /// <summary>Pairs held at once: 16 bytes each, and as much again and more while they are grouped.</summary>
    public int MaxPairs { get; init; } = 2_000_000;

    /// <summary>Copies that one picture may have before only nearer ones are asked for.</summary>
    public int MaxCopies { get; init; } = 20_000;

    /// <summary>The components, some at a time as they become whole; a picture without copies is one too.</summary>
    /// <param name="asked">Told how far in the table it has come, whether a picture had to be asked for or not.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public IEnumerable<List<Component>> Run(Action<int> asked, CancellationToken cancellationToken)
    {
        var graph = new PairGraph(options.DistanceCutoff, MaxPairs);
        int next = 0;
        while (NextBlock(graph, ref next) is { Length: > 0 } block)
        {
            IReadOnlyList<IReadOnlyList<ScanHit>> found = index.Search(ToQueries(block, graph), cancellationToken);
            var touched = new HashSet<int>();
            for (int i = 0; i < block.Length; i++)
            {
                Take(block[i], found[i], graph);
                touched.Add(block[i]);
            }

            List<Component> whole = [.. touched.Select(graph.Find).OfType<Component>().Distinct().Where(component => component.Unasked == 0)];
            whole.ForEach(graph.Remove);
            asked(next);
            yield return whole;
        }
    }

    private int[] NextBlock(PairGraph graph, ref int next)
    {
        var block = new List<int>(BlockSize);
        while (block.Count < BlockSize && graph.TryTakeReached(out int reached))
        {
            if (!_isAsked[reached])
                block.Add(reached);
        }

        for (; block.Count < BlockSize && next < table.Count; next++)
        {
            // What lies in the reference is found by its copies.
            bool isSeed = table.IsRecent(next) && (options.Since is not null || !table.IsReference(next));
            if (isSeed && !_isAsked[next] && !block.Contains(next))
                block.Add(next);
        }

        return [.. block];
    }

    private ScanQuery[] ToQueries(int[] block, PairGraph graph)
    {
        var queries = new ScanQuery[block.Length];
        Parallel.For(0, block.Length, i =>
        {
            int picture = block[i];
            Signature signature = table.SignatureOf(picture);
            queries[i] = new ScanQuery(
                options.AllOrientations ? [.. Orientations.All.Select(orientation => signature.Permuted(orientation, signatureOptions))] : [signature],
                graph.CutoffOf(picture),
                MaxCopies,
                other => !_isAsked[(int)other] && table.MayMatch(picture, (int)other));
        });
        return queries;
    }

    private void Take(int picture, IReadOnlyList<ScanHit> hits, PairGraph graph)
    {
        _isAsked[picture] = true;
        graph.Ask(picture);
        if (hits.Count >= MaxCopies)
            graph.Narrow(picture, hits.Max(hit => hit.Distance));
        foreach (ScanHit hit in hits)
        {
            // Two pictures of one block find each other.
            int other = (int)hit.Number;
            if (!_isAsked[other])
                graph.Add(PicturePair.Of(picture, other, Counts(hit) ? hit.Distance : UprightDistance(picture, other)));
        }
    }

    /// <summary>Whether a distance counts as it is: it is that of the first orientation asked for, the unchanged one, or is near enough for a turned one.</summary>
    private bool Counts(ScanHit hit) => hit.Which == 0 || hit.Distance < options.TurnedDistanceCutoff;

    private double UprightDistance(int picture, int other) => SignatureDistance.Between(table.SignatureOf(picture), table.SignatureOf(other));
}
