using System.Text.Json;
using ImageMatch.Imaging;
using ImageMatch.Signatures;
using ImageMatch.Stores;

namespace ImageMatch.Tests.Stores;

/// <summary>Signatures and drafts made up for the tests of stores.</summary>
internal static class TestRecords
{
    /// <summary>A signature of the default layout, always the same for a seed.</summary>
    public static Signature Signature(int seed)
    {
        var random = new Random(seed);
        Span<sbyte> half = stackalloc sbyte[PackedSignature.ValueCount];
        foreach (ref sbyte value in half)
            value = (sbyte)random.Next(-2, 3);
        return FromHalf(half);
    }

    /// <summary>The signature of a shade from one corner to the other: the same value everywhere.</summary>
    public static Signature Gradient { get; } = FromHalf(Enumerable.Repeat((sbyte)1, PackedSignature.ValueCount).ToArray());

    /// <summary>The signature of a seed with some of its values changed: a copy, the further away the more.</summary>
    public static Signature Near(int seed, int changes) => Near(Signature(seed), changes);

    /// <summary>A signature with some of its values changed: a copy, the further away the more.</summary>
    public static Signature Near(Signature signature, int changes) => Changed(signature, Enumerable.Range(0, changes), Change);

    /// <summary>The same with the changes here and there: other places for each noise.</summary>
    public static Signature Noisy(int seed, int changes, int noise)
    {
        var random = new Random(noise);
        return Changed(Signature(seed), Enumerable.Range(0, changes).Select(_ => random.Next(PackedSignature.ValueCount)), Change);
    }

    /// <summary>The signature of a seed without strong edges in some places, which weighs more in line art.</summary>
    public static Signature Faded(int seed, int places) => Changed(Signature(seed), Enumerable.Range(0, places), value => value is 2 or -2 ? (sbyte)0 : value);

    public static SignedPicture Signed(Signature signature, SignatureProfile? profile = null, string? contentHash = null) => new()
    {
        Signature = signature,
        Profile = profile ?? SignatureProfile.Default,
        Facts = new FileFacts { Length = 12345, Width = 640, Height = 480, Format = ImageFormat.Jpeg, ContentHash = contentHash },
        Signer = new Signer(1, "libvips", "8.18.7"),
    };

    /// <summary>A draft of a local path.</summary>
    public static RecordDraft Draft(string path, Signature signature) => new() { Key = RecordKey.Of("", path), Signed = Signed(signature) };

    /// <summary>A draft of a local path with a signature of its own.</summary>
    public static RecordDraft Draft(string path, int seed) => Draft(path, Signature(seed));

    /// <summary>A record that is in no store.</summary>
    public static MatchRecord Record(string path, Signature signature) => new() { Id = path, Key = RecordKey.Of("", path), Signature = signature };

    public static RecordDraft With(this RecordDraft draft, string? json) => draft with { HasMetadata = true, Metadata = json is null ? null : Json(json) };

    public static JsonElement Json(string json) => JsonElement.Parse(json);

    private static sbyte Change(sbyte value) => (sbyte)(value > 0 ? value - 1 : value + 1);

    private static Signature Changed(Signature signature, IEnumerable<int> places, Func<sbyte, sbyte> change)
    {
        Span<sbyte> half = stackalloc sbyte[PackedSignature.ValueCount];
        Assert.True(PackedSignature.TryGetHalf(signature.Values, half));
        foreach (int place in places)
            half[place] = change(half[place]);
        return FromHalf(half);
    }

    private static Signature FromHalf(ReadOnlySpan<sbyte> half)
    {
        Span<sbyte> values = stackalloc sbyte[SignatureOptions.Default.ValueCount];
        PackedSignature.FromHalf(half, values);
        return new Signature(values);
    }
}
