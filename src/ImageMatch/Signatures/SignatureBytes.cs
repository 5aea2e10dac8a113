using System.Runtime.InteropServices;

namespace ImageMatch.Signatures;

/// <summary>Signatures as bytes: those of the default layout take 91; others are kept value by value, and their length tells them.</summary>
public static class SignatureBytes
{
    /// <summary>The bytes of a signature.</summary>
    public static byte[] Write(Signature signature)
    {
        byte[] packed = new byte[PackedSignature.ByteCount];
        return PackedSignature.TryPack(signature, packed) ? packed : MemoryMarshal.AsBytes(signature.Values).ToArray();
    }

    /// <summary>The signature of the bytes.</summary>
    /// <exception cref="ArgumentException">They have the length of a packed signature and are none.</exception>
    public static Signature Read(ReadOnlySpan<byte> bytes) =>
        bytes.Length == PackedSignature.ByteCount ? PackedSignature.Unpack(bytes) : new Signature(MemoryMarshal.Cast<byte, sbyte>(bytes));
}
