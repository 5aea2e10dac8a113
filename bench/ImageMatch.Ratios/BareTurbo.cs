using System.Runtime.InteropServices;
using ImageMatch.Backends.Imaging;
using ImageMatch.Imaging;

namespace ImageMatch.Ratios;

/// <summary>libjpeg-turbo alone: a file read and decoded into memory that is used again and again, and nothing done with the pixels.</summary>
internal sealed unsafe class BareTurbo(TurboDecoder decoder) : IDisposable
{
    private const int MaxPixelBytes = 64 << 20;
    private readonly byte* _pixels = (byte*)NativeMemory.Alloc(MaxPixelBytes);
    private byte[] _content = [];

    public void Decode(string file)
    {
        using FileStream stream = new(file, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        int length = (int)stream.Length;
        if (length > _content.Length)
            _content = new byte[length];

        stream.ReadExactly(_content, 0, length);
        try
        {
            using IPixelReader reader = decoder.Open(_content.AsMemory(0, length), ImageFormat.Jpeg, 0, ImageLimits.Default);
            reader.ReadRows(new(_pixels, reader.Width * reader.Height * reader.Channels), reader.Height);
        }
        catch (ImageException)
        {
            // A few photographs are of kinds that are left to libvips.
            BareVips.Decode(file);
        }
    }

    public void Dispose() => NativeMemory.Free(_pixels);
}
