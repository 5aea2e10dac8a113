using System.Runtime.InteropServices;
using ImageMatch.Imaging;

namespace ImageMatch.Backends.Imaging;

/// <summary>
/// The TurboJPEG API of libjpeg-turbo (version 2.1 or newer), where the system has it. Of its two interfaces this is the one that answers with an error code: the
/// other one jumps out of its callers.
/// </summary>
internal sealed unsafe class TurboJpeg
{
    // turbojpeg.h: TJPF_, TJCS_ and TJFLAG_.
    private const int PixelsRgb = 0;
    private const int PixelsGrey = 6;
    private const int ColoursGrey = 2;
    private const int AccurateTransform = 4096;
    private const int StopOnWarning = 8192;
    private const int LimitScans = 32768;

    private readonly delegate* unmanaged[Cdecl]<nint> _open;
    private readonly delegate* unmanaged[Cdecl]<nint, int> _close;
    private readonly delegate* unmanaged[Cdecl]<nint, byte*, CULong, int*, int*, int*, int*, int> _readHeader;
    private readonly delegate* unmanaged[Cdecl]<nint, byte*, CULong, byte*, int, int, int, int, int, int> _decompress;
    private readonly delegate* unmanaged[Cdecl]<nint, byte*> _lastError;

    private TurboJpeg(nint library)
    {
        _open = (delegate* unmanaged[Cdecl]<nint>)NativeLibrary.GetExport(library, "tjInitDecompress");
        _close = (delegate* unmanaged[Cdecl]<nint, int>)NativeLibrary.GetExport(library, "tjDestroy");
        _readHeader = (delegate* unmanaged[Cdecl]<nint, byte*, CULong, int*, int*, int*, int*, int>)NativeLibrary.GetExport(library, "tjDecompressHeader3");
        _decompress = (delegate* unmanaged[Cdecl]<nint, byte*, CULong, byte*, int, int, int, int, int, int>)NativeLibrary.GetExport(library, "tjDecompress2");
        _lastError = (delegate* unmanaged[Cdecl]<nint, byte*>)NativeLibrary.GetExport(library, "tjGetErrorStr2");
    }

    /// <summary>The system's library; null where there is none.</summary>
    public static TurboJpeg? Installed { get; } = Find();

    private static string LibraryName =>
        OperatingSystem.IsWindows() ? "turbojpeg.dll" : OperatingSystem.IsMacOS() ? "libturbojpeg.0.dylib" : "libturbojpeg.so.0";

    /// <summary>Decodes a picture in one call that nothing interrupts.</summary>
    /// <param name="content">The file.</param>
    /// <param name="header">What its header says.</param>
    /// <param name="pixels">Receives the pixels, grey or RGB, without padding between rows.</param>
    /// <exception cref="ImageException">It is damaged in any way, however slight, or not of a kind that gives grey or RGB.</exception>
    public void Decode(ReadOnlySpan<byte> content, JpegHeader header, Span<byte> pixels)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(pixels.Length, checked(header.Width * header.Height * header.Components), nameof(pixels));
        nint handle = _open();
        if (handle == 0)
            throw Refused("there is no memory for it");

        try
        {
            fixed (byte* from = content)
            fixed (byte* to = pixels)
            {
                var length = new CULong((nuint)content.Length);
                int width, height, subsampling, colours;
                if (_readHeader(handle, from, length, &width, &height, &subsampling, &colours) != 0)
                    throw Refused(Marshal.PtrToStringUTF8((nint)_lastError(handle)));

                bool isGrey = header.Components == 1;
                if (width != header.Width || height != header.Height || isGrey != (colours == ColoursGrey) || colours > ColoursGrey)
                    throw Refused("its header is ambiguous");

                const int Flags = AccurateTransform | StopOnWarning | LimitScans;
                if (_decompress(handle, from, length, to, width, 0, height, isGrey ? PixelsGrey : PixelsRgb, Flags) != 0)
                    throw Refused(Marshal.PtrToStringUTF8((nint)_lastError(handle)));
            }
        }
        finally
        {
            _ = _close(handle);
        }
    }

    /// <summary>What another decoder may still read.</summary>
    public static ImageException Refused(string? reason) => new(ImageError.UnreadablePicture, $"libjpeg-turbo: {reason}");

    private static TurboJpeg? Find()
    {
        // Nowhere but where the system keeps its libraries: not beside the program, nor in the current folder.
        if (!NativeLibrary.TryLoad(LibraryName, typeof(TurboJpeg).Assembly, DllImportSearchPath.System32, out nint library))
            return null;

        try
        {
            return new TurboJpeg(library);
        }
        catch (EntryPointNotFoundException)
        {
            NativeLibrary.Free(library);
            return null;
        }
    }
}
