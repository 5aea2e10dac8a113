using System.Text;
using ImageMatch.Scanning;

namespace ImageMatch.Backends.Elasticsearch;

/// <summary>What was known of an index at one moment, to be written to a file while more is read.</summary>
internal sealed class CachedSnapshot(
    string historyId, long[] checkpoints, long lastNumber, KeyValuePair<long, CachedDocument>[] documents, RecordSnapshot signatures) : IDisposable
{
    public string HistoryId => historyId;

    /// <summary>Writes all apart from the history, to be read again by <see cref="CachedIndex.Load"/>.</summary>
    public void Save(Stream stream)
    {
        using var writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true);
        foreach (long checkpoint in checkpoints)
            writer.Write(checkpoint);
        writer.Write(lastNumber);
        writer.Write(documents.Length);
        foreach ((long number, CachedDocument document) in documents)
        {
            writer.Write(number);
            writer.Write(document.Id);
            writer.Write(document.Shard);
            writer.Write(document.SequenceNumber);
        }

        signatures.Save(stream);
    }

    public void Dispose() => signatures.Dispose();
}
