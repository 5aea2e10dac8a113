using ImageMatch.Backends.Sqlite;
using ImageMatch.Imaging;
using ImageMatch.Signatures;
using ImageMatch.Stores;

namespace ImageMatch.Ratios;

/// <summary>A store of so many records, kept in the folder for temporary files for the next run.</summary>
/// <param name="count">How many.</param>
/// <param name="data">What its signatures are of.</param>
/// <param name="paint">Paints a picture from a random source; to be disposed of.</param>
internal sealed class KeptStore(int count, string data, Func<Random, Picture> paint)
{
    /// <summary>Signatures that are painted; larger stores hold them in several orientations, which makes other signatures of them.</summary>
    private const int Painted = 1_000_000;

    private const int BatchSize = 20_000;

    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"imagematch-bench-store-{data}-{count}");

    private readonly SignatureSet _set = SignatureSet.Get(data, Painted, paint);

    /// <summary>A store of 1/f fields.</summary>
    public KeptStore(int count)
        : this(count, "fields", FieldPainter.Paint)
    {
    }

    public int Count => count;

    /// <summary>The store's file.</summary>
    public string File => Path.Combine(_folder, "images.db");

    /// <summary>The file of packed signatures that the store keeps beside its own.</summary>
    public string IndexFile => File + "-index";

    /// <summary>Makes the store if it is not there.</summary>
    /// <returns>What adding cost; null where it was there.</returns>
    public Cost? Ensure() => System.IO.File.Exists(File) ? null : Fill();

    /// <summary>Makes the store anew.</summary>
    /// <returns>What adding cost, without making what is added.</returns>
    public Cost Fill()
    {
        if (Directory.Exists(_folder))
            Directory.Delete(_folder, recursive: true);
        Directory.CreateDirectory(_folder);
        string unfinished = File + ".part";
        Cost sum = default;
        using (var store = SqliteStore.Open(unfinished, new SqliteStoreOptions { Create = true }))
        {
            for (int start = 0; start < count; start += BatchSize)
            {
                RecordDraft[] batch = [.. Enumerable.Range(start, Math.Min(BatchSize, count - start)).Select(Draft)];
                sum += Cost.Of(() => store.Add(batch));
            }
        }

        System.IO.File.Move(unfinished, File);
        return sum;
    }

    /// <summary>Runs an action on the store by a path that is new to this process, which so knows nothing of it.</summary>
    public void UseAnew(Action<SqliteStore> action)
    {
        string link = Path.Combine(Path.GetTempPath(), $"imagematch-bench-{Guid.NewGuid():N}");
        Directory.CreateSymbolicLink(link, _folder);
        try
        {
            using var store = SqliteStore.Open(Path.Combine(link, "images.db"));
            action(store);
        }
        finally
        {
            Directory.Delete(link);
        }
    }

    /// <summary>A picture that is not in the store, in all orientations.</summary>
    public IReadOnlyList<Signature> Query(int i) => _set.Query(i);

    /// <summary>A record with everything that is known of a file, and paths in the order in which an archive is walked.</summary>
    public RecordDraft Draft(int number)
    {
        Signature painted = _set.Stored(number % Painted, 1)[0].Signature;
        return new()
        {
            Key = new RecordKey("", $"/volume1/archive/{2000 + (number / 40_000)}/{number / 1000:D5}/IMG_{number:D8}.jpg"),
            AsNew = true,
            Signed = Signed(painted.Permuted((Orientation)(number / Painted), SignatureOptions.Default), number),
        };
    }

    /// <summary>A signed picture with everything that is known of its file.</summary>
    public static SignedPicture Signed(Signature signature, int number) => new()
    {
        Signature = signature,
        Profile = SignatureProfile.Default,
        Signer = new Signer(SignatureProfile.CurrentAlgorithmVersion, "libvips", "8.18.7"),
        Facts = new FileFacts
        {
            Length = 3_000_000 + number,
            LastWriteTime = DateTimeOffset.UnixEpoch.AddMinutes(number),
            ContentHash = new Guid(number, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10).ToString("N"),
            Width = 4000,
            Height = 3000,
            Format = ImageFormat.Jpeg,
        },
    };
}
