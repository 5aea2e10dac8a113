using ImageMatch.Signatures;

namespace ImageMatch.Ratios;

/// <summary>Signatures to search among, and pictures that are not among them to search by. Made once and kept in the folder for temporary files.</summary>
internal sealed class SignatureSet
{
    public const int QueryCount = 1000;

    private const int Orientations = 16;
    private const int PartSize = 2000;

    private readonly byte[] _packed;
    private readonly int _count;

    private SignatureSet(byte[] packed, int count)
    {
        _packed = packed;
        _count = count;
    }

    /// <summary>Reads the set, or makes it.</summary>
    /// <param name="name">The file's name.</param>
    /// <param name="count">Signatures to search among.</param>
    /// <param name="paint">Paints a picture from a random source; to be disposed of.</param>
    public static SignatureSet Get(string name, int count, Func<Random, Picture> paint)
    {
        string file = Path.Combine(Path.GetTempPath(), $"imagematch-bench-{name}-{count}.signatures");
        long length = (count + (QueryCount * Orientations)) * (long)PackedSignature.ByteCount;
        if (new FileInfo(file) is { Exists: true } kept && kept.Length == length)
            return new(File.ReadAllBytes(file), count);

        Console.Error.WriteLine($"Signing {count:N0} pictures for {file} …");
        byte[] packed = Make(count, paint, length);
        File.WriteAllBytes(file, packed);
        return new(packed, count);
    }

    /// <summary>The signatures from a place on, numbered by their places.</summary>
    public IReadOnlyList<(long Number, Signature Signature)> Stored(int start, int count) =>
        [.. Enumerable.Range(start, Math.Min(count, _count - start)).Select(i => ((long)i, At(i)))];

    /// <summary>All orientations of a picture to search by.</summary>
    public IReadOnlyList<Signature> Query(int i) =>
        [.. Enumerable.Range(_count + (i * Orientations), Orientations).Select(At)];

    /// <summary>How hard the set is to search: few differences and much in common make it hard.</summary>
    public string Describe()
    {
        const int sample = 2000;
        Signature[] some = [.. Enumerable.Range(0, sample).Select(i => At((int)((long)i * _count / sample)))];
        double zeros = some.Average(signature => signature.Values.Count((sbyte)0) / (double)signature.Values.Length);
        double[] distances = [.. some.Take(sample / 2).Zip(some.Skip(sample / 2), (first, second) => SignatureDistance.Between(first, second))];
        double mean = distances.Average();
        double deviation = Math.Sqrt(distances.Average(distance => (distance - mean) * (distance - mean)));
        return $"{zeros:P0} zeros, distances {mean:F3} ± {deviation:F3}";
    }

    private static byte[] Make(int count, Func<Random, Picture> paint, long length)
    {
        var packed = new byte[length];
        var generator = new SignatureGenerator(SignatureOptions.Default);
        int parts = (count + QueryCount + PartSize - 1) / PartSize;
        Parallel.For(0, parts, part =>
        {
            var random = new Random(part);
            for (int i = part * PartSize; i < Math.Min((part + 1) * PartSize, count + QueryCount); i++)
            {
                using Picture picture = paint(random);
                if (i < count)
                {
                    Pack(generator.Sign(picture), i);
                    continue;
                }

                IReadOnlyList<Signature> all = generator.SignAll(picture);
                for (int orientation = 0; orientation < Orientations; orientation++)
                    Pack(all[orientation], count + ((i - count) * Orientations) + orientation);
            }
        });
        return packed;

        void Pack(Signature signature, int i) =>
            PackedSignature.TryPack(signature, packed.AsSpan(i * PackedSignature.ByteCount, PackedSignature.ByteCount));
    }

    private Signature At(int i) => PackedSignature.Unpack(_packed.AsSpan(i * PackedSignature.ByteCount, PackedSignature.ByteCount));
}
