using ImageMatch.Signatures;

namespace ImageMatch.Scanning;

/// <summary>The number that a window has in an index of windows: made of those of its record and its own.</summary>
internal static class StoredPlace
{
    public static long Of(long record, int window) => (record * StoredWindow.NumberLimit) + window;

    public static long RecordOf(long place) => place / StoredWindow.NumberLimit;

    public static int WindowOf(long place) => (int)(place % StoredWindow.NumberLimit);

    /// <summary>Of every window that a record can have.</summary>
    public static IEnumerable<long> AllOf(long record) => Enumerable.Range(1, StoredWindow.NumberLimit - 1).Select(window => Of(record, window));
}
