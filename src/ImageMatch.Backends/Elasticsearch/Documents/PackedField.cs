using ImageMatch.Signatures;

namespace ImageMatch.Backends.Elasticsearch;

/// <summary>Signatures as a binary field holds them: those of the default layout in 80 bytes, for no byte of a packed signature needs its eighth bit.</summary>
internal static class PackedField
{
    private const int UsedBits = 7;

    /// <summary>Bytes of a signature of the default layout.</summary>
    public const int ByteCount = ((PackedSignature.ByteCount * UsedBits) + 7) / 8;

    /// <summary>The bytes of a signature.</summary>
    public static byte[] Write(Signature signature)
    {
        byte[] bytes = SignatureBytes.Write(signature);
        return bytes.Length == PackedSignature.ByteCount ? Regroup(bytes, 8, UsedBits, ByteCount) : bytes;
    }

    /// <summary>The signature of the bytes; null where they are none.</summary>
    public static Signature? Read(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return SignatureBytes.Read(bytes.Length == ByteCount ? Regroup(bytes, UsedBits, 8, PackedSignature.ByteCount) : bytes);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    /// <summary>The same bits, lowest first, in bytes of which other many are used.</summary>
    private static byte[] Regroup(ReadOnlySpan<byte> bytes, int usedAfter, int usedBefore, int count)
    {
        byte[] regrouped = new byte[count];
        int bits = 0;
        int bitCount = 0;
        int next = 0;
        for (int i = 0; i < count; i++)
        {
            for (; bitCount < usedAfter && next < bytes.Length; bitCount += usedBefore)
                bits |= bytes[next++] << bitCount;
            regrouped[i] = (byte)(bits & ((1 << usedAfter) - 1));
            bits >>= usedAfter;
            bitCount -= usedAfter;
        }

        return regrouped;
    }
}
