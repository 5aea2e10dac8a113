using System.Buffers.Binary;
using System.Diagnostics;
using ImageMagick;
using ImageMatch.Imaging;

namespace ImageMatch.Backends.Imaging;

/// <summary>
/// Reads with ImageMagick what libvips has no loader for (BMP, ICO, CUR, PSD, TGA, HEIC, JPEG XL, JPEG 2000, HDR, camera raw), and kinds of its formats that it
/// refuses. The coder is always named, never guessed. Samples of 16 bits are rounded to 8, where <see cref="VipsDecoder"/> takes their upper half.
/// </summary>
public sealed class MagickDecoder : IImageDecoder
{
    /// <inheritdoc/>
    public string Name => "ImageMagick";

    /// <inheritdoc/>
    public string Version => MagickLimits.Version;

    /// <inheritdoc/>
    public bool CanDecode(ImageFormat format) => Coder(format) != MagickFormat.Unknown;

    /// <inheritdoc/>
    public IPixelReader Open(ReadOnlyMemory<byte> content, ImageFormat format, int frame, ImageLimits limits) =>
        format == ImageFormat.Bmp ? OpenBitmap(content.Span, frame, limits) : Read(content.Span, format, frame, limits);

    private static IPixelReader OpenBitmap(ReadOnlySpan<byte> content, int frame, ImageLimits limits)
    {
        var header = new BmpHeader(content);
        RefuseUnsafe(header);
        if (header.Course == BmpCourse.SkipsPixels && !header.IsTopDown)
        {
            FrameCheck.Require(frame, 1);
            return new BmpRunReader(content, limits);
        }

        return Read(BmpRepair.Of(content), ImageFormat.Bmp, frame, limits);
    }

    private static MagickReader Read(ReadOnlySpan<byte> bytes, ImageFormat format, int frame, ImageLimits limits)
    {
        MagickImage? image = null;
        try
        {
            MagickLimits.Allow(limits.MaxPixels);
            var (index, count) = ChooseFrame(bytes, format, frame, limits);
            image = new MagickImage();
            string? damage = null;
            long start = Stopwatch.GetTimestamp();
            image.Warning += (_, warning) => damage ??= warning.Exception is MagickCorruptImageWarningException ? warning.Message : null;
            image.Progress += (_, progress) => progress.Cancel |= Stopwatch.GetElapsedTime(start) > limits.MaxTime;
            image.Read(bytes, Settings(format, index, 1));
            if (damage is not null)
                throw MagickErrors.Damaged(damage, null);

            limits.CheckPixels(image.Width, image.Height);
            // The fourth byte of a pixel is alpha only where the header has a mask for it.
            if (format == ImageFormat.Bmp && new BmpHeader(bytes).Compression == 0)
                image.HasAlpha = false;

            return new MagickReader(image, format, count);
        }
        catch (Exception e) when (e is MagickException or IOException or UnauthorizedAccessException)
        {
            image?.Dispose();
            throw MagickErrors.Damaged(e.Message, e);
        }
        catch
        {
            image?.Dispose();
            throw;
        }
    }

    /// <summary>ImageMagick draws these all the same, though what it gives is not the picture.</summary>
    private static void RefuseUnsafe(BmpHeader header)
    {
        if (header.Course == BmpCourse.LeavesPicture)
            throw MagickErrors.Damaged("runs of pixels lead out of the picture", null);
        if (header.Size == BmpHeader.Os2Size && header.Compression > 2)
            throw MagickErrors.Damaged("compression of OS/2 (not supported)", null);
    }

    /// <summary>Reads headers only, so that a picture too large costs nothing.</summary>
    private static (int Index, int Count) ChooseFrame(ReadOnlySpan<byte> content, ImageFormat format, int frame, ImageLimits limits)
    {
        if (format == ImageFormat.Psd)
            return ChooseMerged(content, frame, limits);

        using var frames = new MagickImageCollection();
        frames.Ping(content, new MagickReadSettings { Format = Coder(format) });
        bool isIcon = format is ImageFormat.Ico or ImageFormat.Cur;
        int count = isIcon ? 1 : frames.Count;
        FrameCheck.Require(frame, count);
        int index = isIcon ? frames.Index().MaxBy(one => (long)one.Item.Width * one.Item.Height).Index : frame;
        limits.CheckPixels(frames[index].Width, frames[index].Height);
        return (index, count);
    }

    /// <summary>The first image of a Photoshop document is all layers merged. ImageMagick would make room for it to read its header.</summary>
    private static (int Index, int Count) ChooseMerged(ReadOnlySpan<byte> content, int frame, ImageLimits limits)
    {
        const int Height = 14;
        const int Width = 18;
        FrameCheck.Require(frame, 1);
        limits.CheckPixels(BinaryPrimitives.ReadUInt32BigEndian(content[Width..]), BinaryPrimitives.ReadUInt32BigEndian(content[Height..]));
        return (0, 1);
    }

    private static MagickReadSettings Settings(ImageFormat format, int index, int count) =>
        new() { Format = Coder(format), FrameIndex = (uint)index, FrameCount = (uint)count };

    private static MagickFormat Coder(ImageFormat format) => format switch
    {
        ImageFormat.Bmp => MagickFormat.Bmp,
        ImageFormat.Ico => MagickFormat.Ico,
        ImageFormat.Cur => MagickFormat.Cur,
        ImageFormat.Psd => MagickFormat.Psd,
        ImageFormat.Tga => MagickFormat.Tga,
        ImageFormat.Heic => MagickFormat.Heic,
        ImageFormat.JpegXl => MagickFormat.Jxl,
        ImageFormat.Jpeg2000 => MagickFormat.Jp2,
        ImageFormat.Hdr => MagickFormat.Hdr,
        ImageFormat.Raw => MagickFormat.Dng,
        ImageFormat.Tiff => MagickFormat.Tiff,
        ImageFormat.Jpeg => MagickFormat.Jpeg,
        ImageFormat.Png => MagickFormat.Png,
        ImageFormat.Gif => MagickFormat.Gif,
        ImageFormat.WebP => MagickFormat.WebP,
        ImageFormat.Avif => MagickFormat.Avif,
        _ => MagickFormat.Unknown,
    };
}
