using System.Buffers.Binary;

namespace ImageMatch.Imaging;

/// <summary>
/// Tells files that end too early by their structure, since decoders say so in words only, and some fill what is missing with grey and say nothing.
/// </summary>
internal static class Truncation
{
    /// <summary>Some programs write a little behind the end of a picture.</summary>
    private const int Trailer = 4096;

    /// <summary>Whether pixels are missing for certain, so that no decoder need be asked: some would fill them in.</summary>
    public static bool LacksPixels(ReadOnlySpan<byte> content, ImageFormat format) =>
        format is ImageFormat.Tiff or ImageFormat.Bmp or ImageFormat.Psd or ImageFormat.Avif or ImageFormat.Heic or ImageFormat.JpegXl && IsCut(content, format);

    /// <summary>Whether a file that no decoder reads seems to be cut off; false where its format does not tell.</summary>
    public static bool IsCut(ReadOnlySpan<byte> content, ImageFormat format) => format switch
    {
        ImageFormat.Jpeg => !EndsWithin(content, [0xFF, 0xD9]),
        ImageFormat.Png => !EndsWithin(content, "IEND"u8),
        ImageFormat.Gif => !content.TrimEnd((byte)0).EndsWith(";"u8),
        ImageFormat.WebP => content.Length < 8L + BinaryPrimitives.ReadUInt32LittleEndian(content[4..]),
        ImageFormat.Bmp => new BmpHeader(content).IsCut,
        ImageFormat.Psd => PsdHeader.IsCut(content),
        ImageFormat.Tiff => new TiffDirectory(content).IsCut,
        ImageFormat.Avif or ImageFormat.Heic => LastBoxIsCut(content),
        ImageFormat.Jpeg2000 => content[0] == 0 ? LastBoxIsCut(content) : !EndsWithin(content, [0xFF, 0xD9]),
        ImageFormat.JpegXl => content[0] == 0 && LastBoxIsCut(content),
        ImageFormat.Svg => !EndsWithin(content, ">"u8),
        _ => false,
    };

    /// <summary>The error of a picture that ends too early.</summary>
    /// <param name="name">What to call it.</param>
    /// <param name="cause">What a decoder said; null for nothing.</param>
    public static ImageException Error(string name, ImageException? cause) =>
        new(ImageError.TruncatedPicture, $"{name} ends before its last pixel{cause?.InBrackets}. Get the whole file.", cause);

    private static bool EndsWithin(ReadOnlySpan<byte> content, ReadOnlySpan<byte> mark) =>
        content[Math.Max(0, content.Length - Trailer)..].LastIndexOf(mark) >= 0;

    /// <summary>Boxes as in ISO 14496-12, 4.2: a length of 0 reaches to the end of the file, 1 means that a longer one follows.</summary>
    private static bool LastBoxIsCut(ReadOnlySpan<byte> content)
    {
        const int ShortHead = 8;
        const int LongHead = 16;
        for (long at = 0; at < content.Length;)
        {
            var box = content[(int)at..];
            if (box.Length < ShortHead)
                return true;

            ulong length = BinaryPrimitives.ReadUInt32BigEndian(box);
            if (length == 0)
                return false;
            if (length == 1)
                length = box.Length < LongHead ? ulong.MaxValue : BinaryPrimitives.ReadUInt64BigEndian(box[ShortHead..]);
            if (length > (ulong)box.Length)
                return true;
            if (length < ShortHead)
                return false;

            at += (long)length;
        }

        return false;
    }
}
