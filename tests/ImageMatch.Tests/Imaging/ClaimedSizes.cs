using System.Buffers.Binary;

namespace ImageMatch.Tests.Imaging;

/// <summary>Small files whose headers claim a size of their own.</summary>
internal static class ClaimedSizes
{
    public static byte[] Header(string format, ushort width, ushort height)
    {
        byte[] content = new byte[4096];
        switch (format)
        {
            case "bmp":
                "BM"u8.CopyTo(content);
                BinaryPrimitives.WriteInt32LittleEndian(content.AsSpan(2), content.Length);
                BinaryPrimitives.WriteInt32LittleEndian(content.AsSpan(10), 54);
                BinaryPrimitives.WriteInt32LittleEndian(content.AsSpan(14), 40);
                BinaryPrimitives.WriteInt32LittleEndian(content.AsSpan(18), width);
                BinaryPrimitives.WriteInt32LittleEndian(content.AsSpan(22), height);
                content[26] = 1;
                content[28] = 8;
                content[30] = 1;
                return content;
            case "png":
                byte[] png = PictureFiles.Write(new byte[64], 8, 1, ".png", NetVips.Enums.Interpretation.Bw);
                BinaryPrimitives.WriteInt32BigEndian(png.AsSpan(16), width);
                BinaryPrimitives.WriteInt32BigEndian(png.AsSpan(20), height);
                BinaryPrimitives.WriteUInt32BigEndian(png.AsSpan(29), Crc(png.AsSpan(12, 17)));
                return png;
            case "tga":
                content[2] = 10;
                BinaryPrimitives.WriteUInt16LittleEndian(content.AsSpan(12), width);
                BinaryPrimitives.WriteUInt16LittleEndian(content.AsSpan(14), height);
                content[16] = 24;
                "TRUEVISION-XFILE.\0"u8.CopyTo(content.AsSpan(content.Length - 18));
                return content;
            case "psd":
                "8BPS"u8.CopyTo(content);
                content[5] = 2;
                content[13] = 3;
                BinaryPrimitives.WriteInt32BigEndian(content.AsSpan(14), height);
                BinaryPrimitives.WriteInt32BigEndian(content.AsSpan(18), width);
                content[23] = 8;
                content[25] = 3;
                content[43] = 2;
                return content;
            default:
                throw new ArgumentOutOfRangeException(nameof(format), format, null);
        }
    }

    /// <summary>The checksum of PNG chunks (ISO 3309), bit by bit.</summary>
    private static uint Crc(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte value in bytes)
        {
            crc ^= value;
            for (int bit = 0; bit < 8; bit++)
                crc = (crc >> 1) ^ ((crc & 1) * 0xEDB88320);
        }

        return ~crc;
    }
}
