using System.Runtime.InteropServices;
using ImageMatch.Stores;

namespace ImageMatch.Duplicates;

/// <summary>
/// Pictures with too little in them to be compared. Of these certainly copies are those alone whose files are equal to the last byte. As among other pictures, those
/// of the reference are not grouped with each other.
/// </summary>
internal sealed class ContentTable
{
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly List<Content> _contents = [];

    /// <summary>How many records were added.</summary>
    public int Count { get; private set; }

    /// <summary>Adds a record.</summary>
    public void Add(MatchRecord record, bool isReference, bool isRecent)
    {
        int row = Count++;
        if (record.Facts.ContentHash is not { } hash)
            return;

        ref int number = ref CollectionsMarshal.GetValueRefOrAddDefault(_numbers, hash, out bool exists);
        if (!exists)
        {
            number = _contents.Count;
            _contents.Add(new Content(hash, []));
        }

        List<ContentRow> rows = _contents[number].Rows;
        if (!isReference || !rows.Exists(other => other.IsReference))
            rows.Add(new ContentRow(new GroupRow(row, record.Id, isRecent, number), isReference));
    }

    /// <summary>The groups of records with equal files, in the order in which the first of each was added.</summary>
    public IEnumerable<List<GroupRow>> Groups() => _contents
        .Select(content => content.Rows.ConvertAll(row => row.Row))
        .Where(rows => rows.Count > 1 && rows.Exists(row => row.IsRecent));

    /// <summary>Whether a record still is of the content that it was grouped by.</summary>
    public bool IsAsGrouped(GroupRow row, MatchRecord record) => record.Facts.ContentHash == _contents[row.Picture].Hash;

    private readonly record struct ContentRow(GroupRow Row, bool IsReference);

    private sealed record Content(string Hash, List<ContentRow> Rows);
}
