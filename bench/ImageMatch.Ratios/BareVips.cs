using System.Runtime.InteropServices;
using NetVips;

namespace ImageMatch.Ratios;

/// <summary>libvips alone: a file read in strips, and nothing done with the pixels.</summary>
internal static unsafe partial class BareVips
{
    private const int StripRows = 16;

    /// <summary>Decodes a file from top to bottom.</summary>
    public static void Decode(string file)
    {
        using Image image = Load(file);
        using Region region = Region.New(image);
        for (int row = 0; row < image.Height; row += StripRows)
        {
            nuint length = 0;
            nint pixels = Fetch(region.DangerousGetHandle(), 0, row, image.Width, Math.Min(StripRows, image.Height - row), &length);
            if (pixels == 0)
                throw new InvalidDataException($"libvips cannot read {file}.");

            NetVips.NetVips.Free(pixels);
        }
    }

    private static Image Load(string file) => Path.GetExtension(file).ToUpperInvariant() switch
    {
        ".PNG" => Image.Pngload(file, access: Enums.Access.Sequential),
        ".WEBP" => Image.Webpload(file, access: Enums.Access.Sequential),
        _ => Image.Jpegload(file, access: Enums.Access.Sequential),
    };

    /// <summary>The function below <see cref="Region"/>, whose own method copies what it fetches into a new array.</summary>
    [LibraryImport("libvips.so.42", EntryPoint = "vips_region_fetch")]
    private static partial nint Fetch(nint region, int left, int top, int width, int height, nuint* length);
}
