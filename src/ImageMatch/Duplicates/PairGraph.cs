namespace ImageMatch.Duplicates;

/// <summary>Pictures that hang together by pairs.</summary>
internal sealed class Component(double cutoff)
{
    /// <summary>The pictures.</summary>
    public List<int> Members { get; } = [];

    /// <summary>The pairs among them, perhaps also some at or above <see cref="Cutoff"/>.</summary>
    public List<PicturePair> Pairs { get; private set; } = [];

    /// <summary>Members whose copies have not been asked for yet.</summary>
    public int Unasked { get; set; }

    /// <summary>Every pair nearer than this is known once all members were asked. Lower than what was asked for where there were too many pairs.</summary>
    public double Cutoff { get; private set; } = cutoff;

    /// <summary>Takes in another.</summary>
    public void Absorb(Component other)
    {
        Members.AddRange(other.Members);
        Pairs.AddRange(other.Pairs);
        Unasked += other.Unasked;
        Cutoff = Math.Min(Cutoff, other.Cutoff);
    }

    /// <summary>Gives up the pairs that are not nearer than a distance.</summary>
    public void Narrow(double cutoff)
    {
        Cutoff = Math.Min(Cutoff, cutoff);
        Pairs = Pairs.FindAll(pair => pair.Distance < Cutoff);
    }
}

/// <summary>
/// Gathers pairs into components until each is whole. The number of pairs held is bounded: where thousands of pictures all resemble each other, the
/// farthest pairs of the largest component are given up.
/// </summary>
/// <param name="cutoff">Pairs are nearer than this.</param>
/// <param name="maxPairs">Pairs held at once.</param>
internal sealed class PairGraph(double cutoff, int maxPairs)
{
    private readonly Dictionary<int, Component> _componentOf = [];
    private readonly Queue<int> _reached = [];
    private long _pairs;

    /// <summary>The distance below which copies of a picture are of interest.</summary>
    public double CutoffOf(int picture) => _componentOf.TryGetValue(picture, out Component? component) ? component.Cutoff : cutoff;

    /// <summary>The next picture that was reached by a pair, in the order in which they were.</summary>
    public bool TryTakeReached(out int picture) => _reached.TryDequeue(out picture);

    /// <summary>The component of a picture; null where it was taken out, or has none yet.</summary>
    public Component? Find(int picture) => _componentOf.GetValueOrDefault(picture);

    /// <summary>Notes that the copies of a picture were asked for.</summary>
    public void Ask(int picture) => Of(picture, isReached: false).Unasked--;

    /// <summary>Adds a pair, unless pairs as far apart were given up.</summary>
    public void Add(PicturePair pair)
    {
        if (pair.Distance >= Math.Min(CutoffOf(pair.First), CutoffOf(pair.Second)))
            return;

        Component first = Of(pair.First, isReached: true);
        Component second = Of(pair.Second, isReached: true);
        if (first != second)
            first = Join(first, second);
        first.Pairs.Add(pair);
        _pairs++;
        if (_pairs > maxPairs)
            NarrowLargest();
    }

    /// <summary>Gives up the pairs of a picture's component that are not nearer than a distance, and asks for none of them any more.</summary>
    public void Narrow(int picture, double below)
    {
        Component component = Of(picture, isReached: false);
        _pairs -= component.Pairs.Count;
        component.Narrow(below);
        _pairs += component.Pairs.Count;
    }

    /// <summary>Takes a component out.</summary>
    public void Remove(Component component)
    {
        _pairs -= component.Pairs.Count;
        foreach (int member in component.Members)
            _componentOf.Remove(member);
    }

    private Component Of(int picture, bool isReached)
    {
        if (_componentOf.TryGetValue(picture, out Component? component))
            return component;

        component = new Component(cutoff) { Unasked = 1 };
        component.Members.Add(picture);
        _componentOf.Add(picture, component);
        if (isReached)
            _reached.Enqueue(picture);
        return component;
    }

    private Component Join(Component first, Component second)
    {
        (Component larger, Component smaller) = first.Members.Count >= second.Members.Count ? (first, second) : (second, first);
        larger.Absorb(smaller);
        foreach (int member in smaller.Members)
            _componentOf[member] = larger;
        return larger;
    }

    private void NarrowLargest()
    {
        Component largest = _componentOf.Values.MaxBy(component => component.Pairs.Count)!;
        double[] distances = [.. largest.Pairs.Select(pair => pair.Distance).Order()];
        Narrow(largest.Members[0], distances[distances.Length / 2]);
    }
}
