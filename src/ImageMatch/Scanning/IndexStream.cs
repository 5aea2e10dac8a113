using System.Collections.Immutable;
using System.Runtime.InteropServices;
using ImageMatch.Signatures;

namespace ImageMatch.Scanning;

/// <summary>Writes what an index holds as it lies in memory, and reads it back without packing or sorting anything.</summary>
internal static class IndexStream
{
    /// <summary>Changes with the layout of a segment.</summary>
    private const int Magic = 0x31_53_4D_49;

    private const int MaxValueCount = 1 << 20;

    public static void Write(IndexState state, Stream stream)
    {
        using var writer = new BinaryWriter(stream, System.Text.Encoding.UTF8, leaveOpen: true);
        writer.Write(Magic);
        writer.Write(state.Segments.Length);
        foreach (LiveSegment live in state.Segments)
        {
            writer.Write(live.Segment.Count);
            writer.Write(live.Segment.Content);
            ReadOnlySpan<ulong> removed = live.Removed;
            writer.Write(!removed.IsEmpty);
            writer.Write(MemoryMarshal.AsBytes(removed));
        }

        writer.Write(state.Irregular.Count);
        foreach ((long number, Signature signature) in state.Irregular)
        {
            writer.Write(number);
            writer.Write(signature.Values.Length);
            writer.Write(MemoryMarshal.AsBytes(signature.Values));
        }
    }

    /// <exception cref="InvalidDataException">The stream holds something else.</exception>
    /// <exception cref="EndOfStreamException">It ends too soon.</exception>
    public static IndexState Read(Stream stream)
    {
        using var reader = new BinaryReader(stream, System.Text.Encoding.UTF8, leaveOpen: true);
        Check(reader.ReadInt32() == Magic, "it does not begin as one of this version");
        int segmentCount = reader.ReadInt32();
        Check(segmentCount >= 0, "its number of segments is negative");
        var segments = ImmutableArray.CreateBuilder<LiveSegment>();
        while (segments.Count < segmentCount)
            segments.Add(ReadSegment(reader));

        int irregularCount = reader.ReadInt32();
        Check(irregularCount >= 0, "its number of irregular signatures is negative");
        var irregular = ImmutableDictionary.CreateBuilder<long, Signature>();
        while (irregular.Count < irregularCount)
        {
            long number = reader.ReadInt64();
            int length = reader.ReadInt32();
            Check(length is >= 0 and <= MaxValueCount && !irregular.ContainsKey(number), $"the irregular signature {number} is damaged");
            var values = new sbyte[length];
            stream.ReadExactly(MemoryMarshal.AsBytes(values.AsSpan()));
            irregular.Add(number, new Signature(values));
        }

        return new(segments.ToImmutable(), irregular.ToImmutable());
    }

    private static LiveSegment ReadSegment(BinaryReader reader)
    {
        int count = reader.ReadInt32();
        Check(count is > 0 and <= Segment.MaxCount, $"a segment cannot have {count} signatures");
        var segment = new Segment(count);
        segment.ReadFrom(reader.BaseStream);
        Check(segment.TryAccept(), "a segment is damaged");
        if (!reader.ReadBoolean())
            return new(segment);

        var removed = new ulong[segment.BlockCount];
        reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(removed.AsSpan()));
        return new(segment, removed);
    }

    private static void Check(bool holds, string otherwise)
    {
        if (!holds)
            throw new InvalidDataException($"This is no saved signature index: {otherwise}.");
    }
}
