using ImageMatch.Stores;

namespace ImageMatch.Duplicates;

/// <summary>A record of a group, before it is read again.</summary>
/// <param name="Row">Its place in the order of the store.</param>
/// <param name="Id">Its id.</param>
/// <param name="IsRecent">Whether it was added since the time that was asked for.</param>
/// <param name="Picture">Its number among the pictures that are compared, or among the contents.</param>
internal readonly record struct GroupRow(int Row, string Id, bool IsRecent, int Picture);

/// <summary>Reads the records of groups, of many at once, as they are in the store now.</summary>
/// <param name="store">The store.</param>
/// <param name="isAsGrouped">Whether a record still is what it was when it was grouped.</param>
internal sealed class GroupReader(ISignatureStore store, Func<GroupRow, MatchRecord, bool> isAsGrouped)
{
    private const int BatchSize = 500;

    /// <summary>The records of each group that is still one: of two and more paths.</summary>
    /// <param name="groups">The groups.</param>
    /// <returns>The records of a group, and the files of which the store holds several frames.</returns>
    public IEnumerable<(List<MatchRecord> Records, HashSet<RecordKey> FilesOfFrames)> Read(IEnumerable<List<GroupRow>> groups, CancellationToken cancellationToken)
    {
        var batch = new List<List<GroupRow>>();
        foreach (List<GroupRow> group in groups)
        {
            batch.Add(group);
            if (batch.Sum(rows => rows.Count) < BatchSize)
                continue;
            foreach (var read in ReadBatch(batch, cancellationToken))
                yield return read;
            batch.Clear();
        }

        foreach (var read in ReadBatch(batch, cancellationToken))
            yield return read;
    }

    private IEnumerable<(List<MatchRecord> Records, HashSet<RecordKey> FilesOfFrames)> ReadBatch(List<List<GroupRow>> batch, CancellationToken cancellationToken)
    {
        if (batch.Count == 0)
            yield break;

        Dictionary<string, MatchRecord> records = store.Get(new RecordQuery { Ids = [.. batch.SelectMany(rows => rows).Select(row => row.Id)] }, cancellationToken)
            .ToDictionary(record => record.Id, StringComparer.Ordinal);
        HashSet<RecordKey> filesOfFrames = store.Get(new RecordQuery { Paths = [.. records.Values.Select(record => record.Key.Path).Distinct()] }, cancellationToken)
            .Where(record => record.Key.Frame > 0)
            .Select(record => record.Key with { Frame = 0 })
            .ToHashSet();
        foreach (List<GroupRow> rows in batch)
        {
            List<MatchRecord> present =
            [
                .. rows
                    .Select(row => (Record: records.GetValueOrDefault(row.Id), Row: row))
                    .Where(pair => pair.Record is not null && isAsGrouped(pair.Row, pair.Record))
                    .Select(pair => pair.Record!),
            ];
            if (present.Select(record => record.Key with { Frame = 0 }).Distinct().Skip(1).Any())
                yield return (present, filesOfFrames);
        }
    }
}
