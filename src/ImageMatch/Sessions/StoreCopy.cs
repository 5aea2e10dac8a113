using ImageMatch.Stores;

namespace ImageMatch.Sessions;

/// <summary>
/// Copies the records of a store into another: ids, times, facts, signers and metadata are kept, and several records of one path stay in their order. A copy
/// that was broken off is completed by another: what is there already and equal is passed over.
/// </summary>
public sealed class StoreCopy
{
    private readonly ISignatureStore _source;
    private readonly ISignatureStore _destination;

    /// <summary>Prepares a copy; the stores stay the caller's.</summary>
    /// <exception cref="StoreException">The stores have different profiles (<see cref="StoreError.StoreProfileMismatch"/>).</exception>
    public StoreCopy(ISignatureStore source, ISignatureStore destination)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(destination);
        _source = source;
        _destination = destination;
        CheckProfile(source.Profile, destination.Profile);
    }

    /// <summary>Records in a transaction: enough that waiting for the disk does not count.</summary>
    internal int BatchSize { get; init; } = 20_000;

    /// <summary>Checks that signatures of one profile can be kept under another.</summary>
    /// <exception cref="StoreException">They cannot (<see cref="StoreError.StoreProfileMismatch"/>).</exception>
    public static void CheckProfile(SignatureProfile source, SignatureProfile destination)
    {
        string[] differences =
        [
            .. SignatureProfileJson.Differences(source, destination).Select(choice => $"{choice.Name} {choice.First} in the one, {choice.Second} in the other"),
        ];
        if (differences.Length > 0)
        {
            throw new StoreException(
                StoreError.StoreProfileMismatch,
                $"Signatures cannot be copied between stores of different options ({string.Join("; ", differences)}). Name a destination that is not there yet.");
        }
    }

    /// <summary>Copies every record, or those that pass a filter.</summary>
    /// <param name="filter">Which; null for all.</param>
    /// <param name="cancellationToken">Gives up after the batch at hand.</param>
    /// <returns>What became of each, after its commit.</returns>
    /// <exception cref="StoreException">A store does not answer; what was committed before stays.</exception>
    public IEnumerable<CopyResult> Copy(RecordFilter? filter = null, CancellationToken cancellationToken = default)
    {
        Task<CopyResult[]>? writing = null;
        try
        {
            // While one batch is written the next is read.
            foreach (MatchRecord[] batch in _source.Get(new RecordQuery { Filter = filter, WithWindows = true }, cancellationToken).Chunk(BatchSize))
            {
                CopyResult[] written = writing is null ? [] : Finish(writing);
                writing = Task.Run(() => Write(batch, cancellationToken), CancellationToken.None);
                foreach (CopyResult result in written)
                    yield return result;
            }

            foreach (CopyResult result in writing is null ? [] : Finish(writing))
                yield return result;
        }
        finally
        {
            // The caller may close the stores after this.
            if (writing is not null)
                ((IAsyncResult)writing).AsyncWaitHandle.WaitOne();
        }
    }

    /// <summary>Copies what was decided about pictures; of two decisions about the same contents the newer one counts.</summary>
    /// <returns>How many decisions there are.</returns>
    /// <exception cref="StoreException">A store does not answer.</exception>
    public int CopyDecisions(CancellationToken cancellationToken = default)
    {
        IReadOnlyList<MatchDecision> decisions = _source.Decisions.Get(cancellationToken);
        if (decisions.Count > 0)
            _destination.Decisions.Set(_destination.Decisions.Newer(decisions, cancellationToken), cancellationToken);
        return decisions.Count;
    }

    private static CopyResult[] Finish(Task<CopyResult[]> writing) => writing.GetAwaiter().GetResult();

    private CopyResult[] Write(MatchRecord[] batch, CancellationToken cancellationToken) =>
        [.. batch.Zip(_destination.Add(Array.ConvertAll(batch, ToDraft), cancellationToken), (record, outcome) => new CopyResult(record, outcome))];

    private RecordDraft ToDraft(MatchRecord record) => new()
    {
        Key = record.Key,
        Signed = new SignedPicture { Signature = record.Signature, Facts = record.Facts, Signer = record.Signer, Time = record.LastSigned, Profile = _source.Profile, Windows = record.Windows },
        HasMetadata = true,
        Metadata = record.Metadata,
        AsNew = true,
        Id = record.Id,
        Added = record.Added,
    };
}

/// <summary>What became of a record that was to be copied.</summary>
/// <param name="Record">The record.</param>
/// <param name="Outcome">The destination's answer.</param>
public sealed record CopyResult(MatchRecord Record, AddOutcome Outcome);
