using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using NetVips;

namespace ImageMatch.Backends.Imaging;

/// <summary>Functions of libvips that NetVips does not offer, or only with a copy of what they are given or give: whole files and whole strips.</summary>
internal static unsafe class VipsLibrary
{
    private static readonly nint Handle = NativeLibrary.Load(Name, typeof(Image).Assembly, null);

    private static readonly delegate* unmanaged[Cdecl]<byte*, nuint, nint> SourceNewFromMemory =
        (delegate* unmanaged[Cdecl]<byte*, nuint, nint>)NativeLibrary.GetExport(Handle, "vips_source_new_from_memory");

    private static readonly delegate* unmanaged[Cdecl]<nint, int, int, int, int, nuint*, byte*> RegionFetch =
        (delegate* unmanaged[Cdecl]<nint, int, int, int, int, nuint*, byte*>)NativeLibrary.GetExport(Handle, "vips_region_fetch");

    private static readonly delegate* unmanaged[Cdecl]<nint, Rows*, int> RegionImage =
        (delegate* unmanaged[Cdecl]<nint, Rows*, int>)NativeLibrary.GetExport(Handle, "vips_region_image");

    private static readonly delegate* unmanaged[Cdecl]<nint, nint, Rows*, int, int, int> RegionPrepareTo =
        (delegate* unmanaged[Cdecl]<nint, nint, Rows*, int, int, int>)NativeLibrary.GetExport(Handle, "vips_region_prepare_to");

    private static string Name =>
        OperatingSystem.IsWindows() ? "libvips-42.dll" : OperatingSystem.IsMacOS() ? "libvips.42.dylib" : "libvips.so.42";

    /// <summary>A source that reads from memory where it lies. The memory must stay until every image made of the source is disposed of.</summary>
    /// <exception cref="VipsException">libvips refused.</exception>
    public static Source NewSource(byte* memory, int length)
    {
        nint source = SourceNewFromMemory(memory, (nuint)length);
        return source != 0 ? Wrap(source) : throw new VipsException("unable to read from memory");
    }

    /// <summary>Computes rows into new memory, to be freed.</summary>
    /// <exception cref="VipsException">They cannot be read.</exception>
    public static ReadOnlySpan<byte> Fetch(Region region, int width, int row, int count)
    {
        nuint length = 0;
        byte* pixels = RegionFetch(region.DangerousGetHandle(), 0, row, width, count, &length);
        return pixels is not null ? new(pixels, checked((int)length)) : throw CannotFetch();
    }

    /// <summary>Computes rows where they belong in an image in memory.</summary>
    /// <param name="region">Of the image to read.</param>
    /// <param name="target">Of the image in memory, which has the same size and format.</param>
    /// <exception cref="VipsException">They cannot be read.</exception>
    public static void FetchInto(Region region, Region target, int width, int row, int count)
    {
        var rows = new Rows(0, row, width, count);
        nint handle = target.DangerousGetHandle();
        if (RegionImage(handle, &rows) != 0 || RegionPrepareTo(region.DangerousGetHandle(), handle, &rows, 0, row) != 0)
            throw CannotFetch();
    }

    private static VipsException CannotFetch() => new("unable to fetch from region");

    [UnsafeAccessor(UnsafeAccessorKind.Constructor)]
    private static extern Source Wrap(nint pointer);

    /// <summary>A VipsRect.</summary>
    private readonly record struct Rows(int Left, int Top, int Width, int Height);
}
