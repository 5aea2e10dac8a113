using NetVips;

namespace ImageMatch.Backends.Imaging;

/// <summary>The memory that a picture is read into, as an image of libvips: strips are computed where they belong instead of being copied there.</summary>
internal sealed unsafe class VipsTarget : IDisposable
{
    private readonly Image _image;
    private readonly Region _region;

    /// <param name="start">Where the first row goes. Nothing is written but rows that are read.</param>
    /// <param name="picture">The picture, of 8 bits a sample.</param>
    public VipsTarget(byte* start, Image picture)
    {
        Start = start;
        ulong length = (ulong)picture.Width * (ulong)picture.Height * (ulong)picture.Bands;
        _image = Image.NewFromMemory((nint)start, length, picture.Width, picture.Height, picture.Bands, Enums.BandFormat.Uchar);
        _region = Region.New(_image);
    }

    public byte* Start { get; }

    /// <summary>Reads rows of the picture.</summary>
    /// <exception cref="VipsException">They cannot be read.</exception>
    public void Read(Region picture, int width, int row, int count) => VipsLibrary.FetchInto(picture, _region, width, row, count);

    public void Dispose()
    {
        _region.Dispose();
        _image.Dispose();
    }
}
