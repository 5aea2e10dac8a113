using System.Globalization;
using ImageMatch.Imaging;
using ImageMatch.Scanning;
using ImageMatch.Signatures;
using ImageMatch.Stores;

namespace ImageMatch.Sessions;

/// <summary>Pictures that are searched without being stored.</summary>
/// <param name="profile">The profile that their signatures follow.</param>
public sealed class PictureSet(SignatureProfile profile) : ISignatureSearch
{
    private readonly RecordIndex _index = new(profile.CropTolerance != CropTolerance.None);
    private readonly List<MatchRecord> _records = [];

    /// <summary>Adds a picture.</summary>
    public void Add(ImageInput input, SignedPicture signed)
    {
        var number = _records.Count;
        _records.Add(new MatchRecord
        {
            Id = (number + 1).ToString(CultureInfo.InvariantCulture),
            Key = new RecordKey("", input.Path, input.Frame),
            Signature = signed.Signature,
            Windows = signed.Windows ?? [],
            Added = DateTimeOffset.UtcNow,
            Facts = signed.Facts,
            Signer = signed.Signer,
        });
        _index.Set([new IndexedRecord(number, signed.Signature, signed.Windows ?? [])]);
    }

    /// <inheritdoc/>
    public IReadOnlyList<SearchAnswer> Search(IReadOnlyList<SearchQuery> queries, CancellationToken cancellationToken = default)
    {
        var found = _index.Search([.. queries.Select(query => ScanAnswer.ToScan(query, profile, number => !IsExcluded(query, _records[(int)number])))], cancellationToken);
        return [.. queries.Select((query, i) => ScanAnswer.Of(
            query,
            query.Filter is null ? null : new RecordFilterEvaluator(query.Filter),
            found[i],
            number => _records[(int)number],
            profile))];
    }

    private static bool IsExcluded(SearchQuery query, MatchRecord record) =>
        query.ExcludedPath is { } path && RecordKey.ComparedForm(path) == record.Key.ComparedPath;
}
