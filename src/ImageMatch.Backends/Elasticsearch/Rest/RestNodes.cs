namespace ImageMatch.Backends.Elasticsearch.Rest;

/// <summary>The nodes in turn. One that did not answer is left alone for a while, longer each time, unless all are so.</summary>
internal sealed class RestNodes(IReadOnlyList<Uri> uris, TimeProvider clock)
{
    private static readonly TimeSpan FirstRest = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestRest = TimeSpan.FromMinutes(2);

    private readonly Lock _gate = new();
    private readonly Node[] _nodes = [.. uris.Select(uri => new Node(uri))];
    private int _next;

    /// <summary>The node to ask now.</summary>
    public Uri Next()
    {
        lock (_gate)
        {
            DateTimeOffset now = clock.GetUtcNow();
            for (int i = 0; i < _nodes.Length; i++)
            {
                Node node = _nodes[_next];
                _next = (_next + 1) % _nodes.Length;
                if (node.RestsUntil <= now)
                    return node.Uri;
            }

            return _nodes.MinBy(node => node.RestsUntil)!.Uri;
        }
    }

    /// <summary>Notes that a node answered, whatever it said.</summary>
    public void Answered(Uri uri) => Change(uri, node => (node.Failures, node.RestsUntil) = (0, default));

    /// <summary>Notes that a node did not answer.</summary>
    public void Failed(Uri uri) => Change(uri, node =>
    {
        TimeSpan rest = FirstRest * Math.Pow(2, Math.Min(node.Failures++, 10));
        node.RestsUntil = clock.GetUtcNow() + (rest < LongestRest ? rest : LongestRest);
    });

    private void Change(Uri uri, Action<Node> change)
    {
        lock (_gate)
            change(Array.Find(_nodes, node => node.Uri == uri)!);
    }

    private sealed class Node(Uri uri)
    {
        public Uri Uri { get; } = uri;

        public DateTimeOffset RestsUntil { get; set; }

        public int Failures { get; set; }
    }
}
