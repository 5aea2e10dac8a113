using System.Buffers;
using ImageMatch.Stores;

namespace ImageMatch.Backends.Elasticsearch;

/// <summary>What is to be done with one document.</summary>
/// <param name="Place">Which of the changes it is.</param>
internal abstract record BulkLine(int Place)
{
    /// <summary>About how many bytes it takes.</summary>
    public abstract int Size { get; }

    /// <summary>Whether the document is a record whose id is not its key's own.</summary>
    public virtual bool HasOtherId => false;

    /// <summary>Writes the action and, except for a removal, the document, a line each.</summary>
    public abstract void Write(IBufferWriter<byte> body);
}

/// <summary>The engine's answer to one line.</summary>
/// <param name="Status">The status; null where it could not be delivered.</param>
/// <param name="Type">The engine's name for the error; empty for none.</param>
/// <param name="Reason">Why, in words; empty for no error.</param>
/// <param name="Undelivered">Why there is no answer; null where there is one.</param>
internal sealed record BulkItem(int? Status, string Type, string Reason, StoreException? Undelivered = null)
{
    /// <summary>Whether the same line may be taken later.</summary>
    public bool IsRetryable => Status is 429 or 502 or 503 or 504;
}
