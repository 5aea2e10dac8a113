using ImageMatch.Backends.Imaging;

namespace ImageMatch.Ratios;

/// <summary>Whole signing, from the file to the signature, beside bare decoding of the same files.</summary>
/// <param name="isLarge">Whether of pictures of 12 megapixels, or of the photographs.</param>
internal sealed class SignTable(bool isLarge) : IRatioTable
{
    private const int Rounds = 15;
    private const int CopiesForThreads = 8;

    private static readonly VipsDecoder Vips = new();
    private static readonly TurboDecoder? Turbo = TurboDecoder.Find(Vips);

    public string Name => isLarge ? "sign" : "photos";

    public void Print(TextWriter output)
    {
        output.WriteLine($"Milliseconds of processor time a picture, files read in each call, warm; medians of {Rounds} rounds in turns. Large pictures: {SignData.Origin}.");
        output.WriteLine("                              libvips                    libjpeg-turbo              2 threads  allocated");
        output.WriteLine("                          MB   strips  signed  ratio      bare  signed  ratio      elapsed    bytes");
        if (!isLarge)
        {
            PrintRow(output, "300 photographs", SignData.Photographs, Turbo);
            return;
        }

        PrintRow(output, "12 MP JPEG", [SignData.Baseline], Turbo);
        PrintRow(output, "12 MP JPEG, progressive", [SignData.Progressive], Turbo);
        PrintRow(output, "12 MP PNG", [SignData.Png], null);
        PrintRow(output, "12 MP WebP", [SignData.WebP], null);
    }

    private static void PrintRow(TextWriter output, string data, string[] files, TurboDecoder? turbo)
    {
        ImageSigner plain = Signing.With(Vips);
        string[] many = files.Length > 1 ? files : [.. Enumerable.Repeat(files[0], CopiesForThreads)];
        double[] seconds = Alternation.ProcessorMedians(Rounds, () => Array.ForEach(files, BareVips.Decode), () => Signing.Sign(plain, files));
        double[] threads = Alternation.Medians(Rounds, () => Signing.Sign(plain, many), () => Signing.SignByTwo(plain, many));
        double scale = 1e3 / files.Length;
        string fast = "         -       -      -";
        if (turbo is not null)
        {
            ImageSigner both = Signing.With(turbo, Vips);
            using var bare = new BareTurbo(turbo);
            double[] turboSeconds = Alternation.ProcessorMedians(Rounds, () => Array.ForEach(files, bare.Decode), () => Signing.Sign(both, files));
            fast = $"{turboSeconds[0] * scale,10:F2} {turboSeconds[1] * scale,7:F2} {turboSeconds[1] / turboSeconds[0],6:F2}";
        }

        double size = files.Average(file => new FileInfo(file).Length) / 1e6;
        output.WriteLine(
            $"{data,-24} {size,4:F1} {seconds[0] * scale,7:F2} {seconds[1] * scale,7:F2} {seconds[1] / seconds[0],6:F2} {fast} "
            + $"{threads[0] / threads[1],14:F2} {Signing.AllocatedBytes(plain, many),10:N0}");
    }
}
