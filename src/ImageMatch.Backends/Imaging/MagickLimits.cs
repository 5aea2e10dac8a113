using ImageMagick;
using ImageMagick.Configuration;

namespace ImageMatch.Backends.Imaging;

/// <summary>What ImageMagick may do in this process: read the formats below from memory, and nothing else.</summary>
internal static class MagickLimits
{
    private const ulong LongestList = 1024;
    private const ulong LongestProfile = 64 << 20;

    /// <summary>No other coders (some read addresses, scripts or other files), no programs, no lists of files.</summary>
    private const string Policy =
        """
        <policymap>
          <policy domain="delegate" rights="none" pattern="*" />
          <policy domain="filter" rights="none" pattern="*" />
          <policy domain="path" rights="none" pattern="@*" />
          <policy domain="coder" rights="none" pattern="*" />
          <policy domain="coder" rights="read" pattern="{BMP,ICO,CUR,PSD,PSB,TGA,HEIC,JXL,JP2,HDR,DNG,TIFF,JPEG,PNG,GIF,WEBP,AVIF}" />
        </policymap>
        """;

    private static readonly Lazy<string> VersionWithLimits = new(SetLimits);

    /// <summary>ImageMagick's version; asking for it sets the limits, once in a process, before anything is read.</summary>
    /// <exception cref="IOException">There is no folder for temporary files.</exception>
    /// <exception cref="MagickException">The limits cannot be set.</exception>
    public static string Version => VersionWithLimits.Value;

    /// <summary>Lets pictures of so many pixels be read; of more, none that was not allowed before.</summary>
    /// <exception cref="IOException">There is no folder for temporary files.</exception>
    /// <exception cref="MagickException">The limits cannot be set.</exception>
    public static void Allow(long pixels)
    {
        _ = Version;
        // ImageMagick refuses what reaches the limit.
        ulong area = (ulong)pixels + 1;
        if (area > ResourceLimits.Area)
            ResourceLimits.Area = area;
    }

    private static string SetLimits()
    {
        // ImageMagick takes its policy from files only; it has read them when the first picture is.
        var folder = Directory.CreateTempSubdirectory("imagematch-");
        try
        {
            var files = ConfigurationFiles.Default;
            files.Policy.Data = Policy;
            MagickNET.Initialize(files, folder.FullName);
            RequireRefusal();
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        // Pixels that do not fit into memory are an error, never files. No limit of time here: reaching it ends the process.
        ulong memory = (ulong)GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 2;
        ResourceLimits.Thread = 1;
        ResourceLimits.Memory = memory;
        ResourceLimits.Area = 0;
        ResourceLimits.Disk = 0;
        ResourceLimits.ListLength = LongestList;
        ResourceLimits.MaxProfileSize = LongestProfile;
        // "ImageMagick 7.1.2-35 Q8 …"
        return MagickNET.ImageMagickVersion.Split(' ')[1];
    }

    /// <summary>Reads what the policy forbids: ImageMagick takes the policy in before its first picture.</summary>
    private static void RequireRefusal()
    {
        try
        {
            using var grey = new MagickImage("P5 1 1 255 0"u8, new MagickReadSettings { Format = MagickFormat.Pgm });
        }
        catch (MagickPolicyErrorException)
        {
            return;
        }

        throw new MagickPolicyErrorException("ImageMagick was in use in this process before its limits were set.");
    }
}
