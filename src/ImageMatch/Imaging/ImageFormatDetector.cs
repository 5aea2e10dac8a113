using System.Buffers.Binary;

namespace ImageMatch.Imaging;

/// <summary>Tells the format of a picture by its bytes; what a file is called says nothing.</summary>
public static class ImageFormatDetector
{
    private static readonly int[] BitmapHeaderSizes = [12, 16, 40, 52, 56, 64, 108, 124];

    /// <summary>The format of a picture.</summary>
    /// <param name="content">The whole file: Truevision TGA has no mark at its start and is told by its length and its end.</param>
    /// <returns><see cref="ImageFormat.Unknown"/> where the bytes are no picture, or could as well be something else.</returns>
    public static ImageFormat Detect(ReadOnlySpan<byte> content)
    {
        if (IsJpeg(content))
            return ImageFormat.Jpeg;
        if (content.StartsWith((ReadOnlySpan<byte>)[0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]))
            return ImageFormat.Png;
        if (content.StartsWith("GIF87a"u8) || content.StartsWith("GIF89a"u8))
            return ImageFormat.Gif;
        if (content.StartsWith("RIFF"u8) && At(content, 8, "WEBP"u8))
            return ImageFormat.WebP;
        if (At(content, 4, "ftyp"u8))
            return FromBrands(content);
        if (IsRaw(content))
            return ImageFormat.Raw;
        if (IsTiff(content))
            return new TiffDirectory(content).IsCameraRaw ? ImageFormat.Raw : ImageFormat.Tiff;
        if (content.StartsWith("8BPS"u8) && content.Length > 5 && content[4] == 0 && content[5] is 1 or 2)
            return ImageFormat.Psd;
        if (content.StartsWith("#?RADIANCE"u8) || content.StartsWith("#?RGBE"u8))
            return ImageFormat.Hdr;
        if (content.StartsWith((ReadOnlySpan<byte>)[0xFF, 0x0A]) || IsBoxed(content, "JXL "u8))
            return ImageFormat.JpegXl;
        if (content.StartsWith((ReadOnlySpan<byte>)[0xFF, 0x4F, 0xFF, 0x51]) || IsBoxed(content, "jP  "u8))
            return ImageFormat.Jpeg2000;
        if (IsBitmap(content))
            return ImageFormat.Bmp;
        if (IsIcon(content, 1))
            return ImageFormat.Ico;
        if (IsIcon(content, 2))
            return ImageFormat.Cur;
        if (SvgText.IsSvg(content))
            return ImageFormat.Svg;
        return TgaHeader.IsTga(content) ? ImageFormat.Tga : ImageFormat.Unknown;
    }

    private static bool At(ReadOnlySpan<byte> content, int offset, ReadOnlySpan<byte> mark) =>
        content.Length >= offset + mark.Length && content.Slice(offset, mark.Length).SequenceEqual(mark);

    /// <summary>The signature box of JPEG 2000 (ISO 15444-1, I.5.1), which JPEG XL took over.</summary>
    private static bool IsBoxed(ReadOnlySpan<byte> content, ReadOnlySpan<byte> type) =>
        content.StartsWith((ReadOnlySpan<byte>)[0, 0, 0, 12]) && At(content, 4, type) && At(content, 8, [0x0D, 0x0A, 0x87, 0x0A]);

    /// <summary>The brands of an ISO base media file (ISO 14496-12, 4.3); the major one comes first.</summary>
    private static ImageFormat FromBrands(ReadOnlySpan<byte> content)
    {
        long size = BinaryPrimitives.ReadUInt32BigEndian(content);
        int end = (int)Math.Min(size, Math.Min(content.Length, 256));
        bool isImage = false;
        for (int offset = 8; offset + 4 <= end; offset += offset == 8 ? 8 : 4)
        {
            var brand = content.Slice(offset, 4);
            if (brand.SequenceEqual("avif"u8) || brand.SequenceEqual("avis"u8))
                return ImageFormat.Avif;
            if (brand.SequenceEqual("crx "u8))
                return ImageFormat.Raw;
            if (brand.StartsWith("hei"u8) || brand.StartsWith("hev"u8))
                return ImageFormat.Heic;
            isImage |= brand.SequenceEqual("mif1"u8) || brand.SequenceEqual("msf1"u8);
        }

        return isImage ? ImageFormat.Heic : ImageFormat.Unknown;
    }

    /// <summary>Raw files with marks of their own: Fujifilm, Olympus, Panasonic, Canon (CRW), Sigma, Minolta.</summary>
    private static bool IsRaw(ReadOnlySpan<byte> content) =>
        content.StartsWith("FUJIFILMCCD-RAW"u8) || content.StartsWith("IIRO"u8) || content.StartsWith("IIRS"u8) || content.StartsWith("MMOR"u8)
        || content.StartsWith("IIU\0"u8) || At(content, 6, "HEAPCCDR"u8) || content.StartsWith("FOVb"u8) || content.StartsWith("\0MRM"u8);

    /// <summary>The start of image with a marker behind it, or, as some cameras write, with the marker of JFIF or Exif a little later.</summary>
    private static bool IsJpeg(ReadOnlySpan<byte> content)
    {
        if (content.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]))
            return true;
        if (!content.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8]))
            return false;

        var head = content[..Math.Min(content.Length, 1024)];
        return head.IndexOf("JFIF\0"u8) >= 0 || head.IndexOf("Exif\0\0"u8) >= 0;
    }

    private static bool IsTiff(ReadOnlySpan<byte> content) =>
        content.StartsWith("II*\0"u8) || content.StartsWith("MM\0*"u8) || content.StartsWith("II+\0"u8) || content.StartsWith("MM\0+"u8);

    private static bool IsBitmap(ReadOnlySpan<byte> content)
    {
        if (content.StartsWith("BA"u8))
            content = content.Length > 14 ? content[14..] : default;

        // Two letters are too little: the size of the next header must be one that exists.
        return content.StartsWith("BM"u8) && content.Length >= 18
            && BitmapHeaderSizes.Contains(BinaryPrimitives.ReadInt32LittleEndian(content[14..]));
    }

    private static bool IsIcon(ReadOnlySpan<byte> content, byte type)
    {
        const int HeaderLength = 6;
        const int EntryLength = 16;
        if (!content.StartsWith((ReadOnlySpan<byte>)[0, 0, type, 0]) || content.Length < HeaderLength + EntryLength)
            return false;

        int count = BinaryPrimitives.ReadUInt16LittleEndian(content[4..]);
        uint length = BinaryPrimitives.ReadUInt32LittleEndian(content[(HeaderLength + 8)..]);
        uint offset = BinaryPrimitives.ReadUInt32LittleEndian(content[(HeaderLength + 12)..]);
        return count > 0 && length > 0 && offset >= HeaderLength + (count * EntryLength) && offset < content.Length;
    }
}
