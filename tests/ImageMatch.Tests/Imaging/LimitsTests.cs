using System.Diagnostics;
using ImageMatch.Imaging;

namespace ImageMatch.Tests.Imaging;

/// <summary>What bad input costs, and the one error that it gives.</summary>
public sealed class LimitsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("imagematch-tests-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_missing_file_is_FileNotFound() => AssertRefused(ImageError.FileNotFound, Path.Combine(_folder, "none.jpg"));

    [Fact]
    public void A_file_in_a_missing_folder_is_FileNotFound() => AssertRefused(ImageError.FileNotFound, Path.Combine(_folder, "none", "none.jpg"));

    [Fact]
    public void A_folder_is_FileUnreadable() => AssertRefused(ImageError.FileUnreadable, _folder);

    [Fact]
    public void An_empty_file_is_EmptyFile() => AssertRefused(ImageError.EmptyFile, Write("empty.jpg", []));

    [Fact]
    public void Text_is_NotAPicture() => AssertRefused(ImageError.NotAPicture, Write("text.jpg", "There is no picture in this text, only words."u8));

    [SkippableFact]
    public void A_device_without_end_and_a_pipe_without_writer_are_refused_at_once()
    {
        Skip.If(OperatingSystem.IsWindows(), "Windows has neither in its file system.");
        AssertRefused(ImageError.EmptyFile, "/dev/zero");
        string pipe = Path.Combine(_folder, "pipe.jpg");
        using var made = Process.Start("mkfifo", [pipe]);
        made.WaitForExit();
        AssertRefused(ImageError.EmptyFile, pipe);
        string link = Path.Combine(_folder, "link.jpg");
        File.CreateSymbolicLink(link, pipe);
        AssertRefused(ImageError.EmptyFile, link);
    }

    [Fact]
    public void A_link_to_a_picture_is_read()
    {
        string link = Path.Combine(_folder, "link.jpg");
        string target = Path.Combine(TestFiles.Samples, "city.jpg");
        File.CreateSymbolicLink(link, target);
        Assert.Equal(Signers.Default.Sign(target).Signature, Signers.Default.Sign(link).Signature);
    }

    [Fact]
    public void A_file_longer_than_the_limit_is_TooManyBytes()
    {
        var signer = With(ImageLimits.Default with { MaxBytes = 1000 });
        Assert.Equal(ImageError.TooManyBytes, signer.Refuse(ImageInput.FromFile(Path.Combine(TestFiles.Samples, "city.jpg"))).Error);
    }

    [Fact]
    public void A_stream_without_end_is_TooManyBytes()
    {
        using var stream = new EndlessStream();
        Assert.Equal(ImageError.TooManyBytes, With(ImageLimits.Default with { MaxBytes = 10 << 20 }).Refuse(ImageInput.FromStream(stream, "endless")).Error);
        Assert.InRange(stream.Position, 10 << 20, 32 << 20);
    }

    [Fact]
    public void A_stream_is_signed_and_left_open()
    {
        string file = Path.Combine(TestFiles.Samples, "city.jpg");
        using var stream = File.OpenRead(file);
        Assert.Equal(Signers.Default.Sign(file).Signature, Signers.Default.Sign(ImageInput.FromStream(stream, "city")).Signature);
        Assert.True(stream.CanRead);
    }

    [Theory]
    [InlineData("bmp", ImageError.TruncatedPicture)]
    [InlineData("png", ImageError.TooManyPixels)]
    [InlineData("tga", ImageError.TooManyPixels)]
    [InlineData("psd", ImageError.TooManyPixels)]
    public void A_header_that_claims_60000_x_60000_costs_no_memory(string format, ImageError error)
    {
        byte[] content = ClaimedSizes.Header(format, 60000, 60000);
        long before = GC.GetTotalAllocatedBytes() + Environment.WorkingSet;
        Assert.Equal(error, Signers.Default.Refuse(ImageInput.FromContent(content, "large")).Error);
        Assert.InRange(GC.GetTotalAllocatedBytes() + Environment.WorkingSet - before, long.MinValue, 200 << 20);
    }

    [Fact]
    public void A_stream_that_never_answers_is_TooSlow_in_time()
    {
        using var stream = new SilentStream();
        var watch = Stopwatch.StartNew();
        var signer = With(ImageLimits.Default with { MaxTime = TimeSpan.FromMilliseconds(200) });
        Assert.Equal(ImageError.TooSlow, signer.Refuse(ImageInput.FromStream(stream, "silent")).Error);
        Assert.InRange(watch.Elapsed.TotalSeconds, 0.15, 5);
    }

    [Fact]
    public void Signing_is_cancelled_at_once()
    {
        using var stream = new SilentStream();
        using var cancellation = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        var watch = Stopwatch.StartNew();
        Assert.ThrowsAny<OperationCanceledException>(() => Signers.Default.Sign(ImageInput.FromStream(stream, "silent"), false, cancellation.Token));
        Assert.InRange(watch.Elapsed.TotalSeconds, 0.15, 5);
    }

    [Fact]
    public void A_fixed_ratio_refuses_pictures_that_are_not_square()
    {
        var profile = SignatureProfile.Default with { Options = SignatureProfile.Default.Options with { FixedRatio = true } };
        var signer = new ImageSigner(Signers.Default.Decoders, profile, ImageLimits.Default);
        Assert.Equal(ImageError.OptionsRefused, signer.Refuse(ImageInput.FromFile(Path.Combine(TestFiles.Samples, "city.jpg"))).Error);
    }

    private static ImageSigner With(ImageLimits limits) => new(Signers.Default.Decoders, SignatureProfile.Default, limits);

    private static void AssertRefused(ImageError error, string file)
    {
        var refused = Signers.Default.Refuse(ImageInput.FromFile(file));
        Assert.Equal(error, refused.Error);
        Assert.Contains(file, refused.Message, StringComparison.Ordinal);
    }

    private string Write(string name, ReadOnlySpan<byte> content)
    {
        string file = Path.Combine(_folder, name);
        File.WriteAllBytes(file, content);
        return file;
    }
}
