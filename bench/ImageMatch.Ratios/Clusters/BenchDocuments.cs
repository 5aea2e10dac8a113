using ImageMatch.Imaging;
using ImageMatch.Signatures;
using ImageMatch.Stores;

namespace ImageMatch.Ratios.Clusters;

/// <summary>What is stored: photographs, and pictures made up to search them among, half of them crops of photographs and half 1/f fields.</summary>
internal sealed class BenchDocuments
{
    private readonly (string Path, Signature Signature)[] _photographs;
    private readonly SignatureSet _crops;
    private readonly SignatureSet _fields;

    /// <param name="count">How many in all.</param>
    /// <param name="pairs">The photographs, and copies of them, which are not stored.</param>
    public BenchDocuments(int count, IReadOnlyList<CopyPair> pairs)
    {
        Count = count;
        _photographs = [.. pairs.DistinctBy(pair => pair.File).Select(pair => (pair.File, pair.Original))];
        _crops = SignatureSet.Get("crops", count / 2, new CropPainter(Path.GetDirectoryName(pairs[0].File)!).Paint);
        _fields = SignatureSet.Get("fields", count / 2, FieldPainter.Paint);
    }

    public int Count { get; }

    public IEnumerable<(string Path, Signature Signature)> All => Enumerable.Range(0, Count).Select(At);

    /// <summary>A picture that is not stored, in all orientations.</summary>
    public Signature[] Query(int i) => [.. (i % 2 == 0 ? _crops : _fields).Query(i / 2)];

    /// <summary>A document with path and time alone, as image_match keeps them, or with all that is known of a file.</summary>
    public RecordDraft Draft(int number, bool hasFacts, SignatureProfile profile)
    {
        (string path, Signature signature) = At(number);
        return new RecordDraft
        {
            Key = new RecordKey("", path),
            Signed = new SignedPicture
            {
                Signature = signature,
                Profile = profile,
                Signer = hasFacts ? new Signer(SignatureProfile.CurrentAlgorithmVersion, "libvips", "8.18.7") : null,
                Facts = hasFacts ? Facts(number) : new FileFacts(),
            },
        };
    }

    private static FileFacts Facts(int number)
    {
        var random = new Random(number);
        byte[] hash = new byte[16];
        random.NextBytes(hash);
        return new FileFacts
        {
            Length = random.Next(200_000, 8_000_000),
            LastWriteTime = DateTimeOffset.UnixEpoch.AddTicks(random.NextInt64(TimeSpan.TicksPerDay * 365 * 50)),
            ContentHash = Convert.ToHexStringLower(hash),
            Width = 4000,
            Height = 3000,
            Format = ImageFormat.Jpeg,
            FrameCount = 1,
        };
    }

    private (string Path, Signature Signature) At(int number)
    {
        if (number < _photographs.Length)
            return _photographs[number];
        Signature signature = (number % 2 == 0 ? _crops : _fields).Stored(number / 2, 1)[0].Signature;
        return ($"/volume1/archive/{2000 + (number / 40_000)}/{number / 1000:D5}/IMG_{number:D8}.jpg", signature);
    }
}
