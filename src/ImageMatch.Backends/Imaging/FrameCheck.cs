using ImageMatch.Imaging;

namespace ImageMatch.Backends.Imaging;

/// <summary>Whether a picture has the frame that is asked for.</summary>
internal static class FrameCheck
{
    /// <summary>Refuses a frame that is not there.</summary>
    /// <exception cref="ImageException">There are fewer frames.</exception>
    public static void Require(int frame, int count)
    {
        if (frame < 0 || frame >= count)
            throw new ImageException(ImageError.UnreadablePicture, $"there is no frame {frame}: it has {count}, counted from 0.");
    }
}
