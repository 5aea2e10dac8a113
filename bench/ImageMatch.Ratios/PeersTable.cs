using System.Diagnostics;
using ImageMatch.Backends.Imaging;

namespace ImageMatch.Ratios;

/// <summary>Signing beside other programs that find copies of pictures; bench/peers/run installs them.</summary>
internal sealed class PeersTable : IRatioTable
{
    private const int Rounds = 15;
    private const int RoundsOfFindImageDupes = 3;

    public string Name => "peers";

    public void Print(TextWriter output)
    {
        output.WriteLine($"Milliseconds of processor time a picture from the file to the signature, one thread, warm; medians of {Rounds} rounds in turns.");
        output.WriteLine($"Large picture: {SignData.Origin}. In brackets: ours as a share of theirs.");
        if (!Puzzle.IsInstalled)
        {
            output.WriteLine("libpuzzle is not on this machine: bench/peers/run installs it.");
            return;
        }

        PrintPuzzle(output, "12 MP JPEG", [SignData.Baseline]);
        PrintPuzzle(output, "300 photographs", SignData.Photographs);
        PrintFindImageDupes(output);
    }

    private static void PrintPuzzle(TextWriter output, string data, string[] files)
    {
        var vips = new VipsDecoder();
        ImageSigner plain = Signing.With(vips);
        var turbo = TurboDecoder.Find(vips);
        ImageSigner fast = turbo is null ? plain : Signing.With(turbo, vips);
        using var puzzle = new Puzzle();
        double[] seconds = Alternation.ProcessorMedians(
            Rounds, () => Array.ForEach(files, puzzle.Sign), () => Signing.Sign(plain, files), () => Signing.Sign(fast, files));
        double scale = 1e3 / files.Length;
        string withTurbo = turbo is null ? "libjpeg-turbo absent" : $"with libjpeg-turbo {seconds[2] * scale:F2} ({seconds[2] / seconds[0]:F2})";
        output.WriteLine(
            $"{data,-16} libpuzzle {seconds[0] * scale:F2}, libvips alone {seconds[1] * scale:F2} ({seconds[1] / seconds[0]:F2}), {withTurbo}");
    }

    /// <summary>A program, not a library: all photographs in one process, into a new file of fingerprints.</summary>
    private static void PrintFindImageDupes(TextWriter output)
    {
        string fingerprints = Path.Combine(Path.GetTempPath(), $"imagematch-bench-{Environment.ProcessId}.fingerprints");
        ImageSigner signer = Signing.With([.. Decoders.All()]);
        try
        {
            double[] seconds = Alternation.Medians(
                RoundsOfFindImageDupes, () => FindImageDupes(fingerprints), () => Signing.Sign(signer, SignData.Photographs));
            double scale = 1e3 / SignData.Photographs.Length;
            output.WriteLine($"300 photographs  findimagedupes (elapsed) {seconds[0] * scale:F2}, ours {seconds[1] * scale:F2} ({seconds[1] / seconds[0]:F2})");
        }
        catch (System.ComponentModel.Win32Exception)
        {
            output.WriteLine("findimagedupes is not on this machine: bench/peers/run installs it.");
        }
        finally
        {
            File.Delete(fingerprints);
        }
    }

    private static void FindImageDupes(string fingerprints)
    {
        File.Delete(fingerprints);
        var start = new ProcessStartInfo("findimagedupes") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string argument in (string[])["--fingerprints=" + fingerprints, "--quiet", .. SignData.Photographs])
            start.ArgumentList.Add(argument);

        using Process process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        process.WaitForExit();
    }
}
