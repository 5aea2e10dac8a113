using ImageMatch.Signatures;

namespace ImageMatch.Scanning;

/// <summary>Gathers the hits of one query from all threads; where only the nearest count, the cut-off sinks to the last of them as they come.</summary>
internal sealed class HitCollector
{
    /// <summary>Hits gathered before the first look at which of them can go.</summary>
    private const int LeastTrimmed = 256;

    private readonly Lock _gate = new();
    private readonly ScanQuery _query;
    private List<ScanHit> _hits = [];
    private double _cutoff;
    private long _trimAt;

    public HitCollector(ScanQuery query)
    {
        _query = query;
        _cutoff = query.Limit <= 0 ? 0 : query.DistanceCutoff;
        _trimAt = Math.Max(LeastTrimmed, 2L * (query.Limit ?? 0));
    }

    /// <summary>What is asked for.</summary>
    public IReadOnlyList<Signature> Signatures => _query.Signatures;

    /// <summary>Whether distances are those for line art.</summary>
    public bool LineArt => _query.LineArt;

    /// <summary>Only what is nearer is of interest now.</summary>
    public double Cutoff => Volatile.Read(ref _cutoff);

    public void Add(ScanHit hit)
    {
        lock (_gate)
        {
            if (!(hit.Distance < _cutoff) || _query.Accepts?.Invoke(hit.Number) == false)
                return;

            _hits.Add(hit);
            if (_hits.Count < _trimAt)
                return;

            Trim();
            _trimAt = Math.Max(_trimAt, 2L * _hits.Count);
        }
    }

    /// <summary>Each number once with its smallest distance, within the limit.</summary>
    public IReadOnlyList<ScanHit> Finish()
    {
        lock (_gate)
        {
            Trim();
            return _hits;
        }
    }

    private void Trim()
    {
        // A number comes more than once only where several signatures are asked for.
        if (_query.Signatures.Count > 1)
        {
            _hits.Sort((a, b) => (a.Number, a.Distance, a.Which).CompareTo((b.Number, b.Distance, b.Which)));
            var once = new List<ScanHit>(_hits.Count);
            foreach (ScanHit hit in _hits)
            {
                if (once.Count == 0 || once[^1].Number != hit.Number)
                    once.Add(hit);
            }

            _hits = once;
        }

        if (_query.Limit is not { } limit || _hits.Count <= limit || limit <= 0)
            return;

        _hits.Sort((a, b) => a.Distance.CompareTo(b.Distance));
        double last = _hits[limit - 1].Distance;
        _hits.RemoveAll(hit => hit.Distance > last);
        Volatile.Write(ref _cutoff, Math.BitIncrement(last));
    }
}
