using ImageMatch.Imaging;

namespace ImageMatch.Ratios;

/// <summary>Signing files as a user does.</summary>
internal static class Signing
{
    public static ImageSigner With(params IImageDecoder[] decoders) => new(decoders, SignatureProfile.Default, ImageLimits.Default);

    public static void Sign(ImageSigner signer, IEnumerable<string> files)
    {
        foreach (string file in files)
            signer.Sign(ImageInput.FromFile(file));
    }

    /// <summary>Signs with two threads, each taking the next file.</summary>
    public static void SignByTwo(ImageSigner signer, string[] files)
    {
        int next = -1;
        void Work()
        {
            for (int i; (i = Interlocked.Increment(ref next)) < files.Length;)
                signer.Sign(ImageInput.FromFile(files[i]));
        }

        var other = new Thread(Work);
        other.Start();
        Work();
        other.Join();
    }

    /// <summary>Managed bytes that a signed file costs in steady state, large and small together.</summary>
    public static long AllocatedBytes(ImageSigner signer, string[] files)
    {
        Sign(signer, files);
        long before = GC.GetTotalAllocatedBytes(precise: true);
        Sign(signer, files);
        return (GC.GetTotalAllocatedBytes(precise: true) - before) / files.Length;
    }
}
