using ImageMatch.Backends.Imaging;
using ImageMatch.Imaging;

namespace ImageMatch.Tests.Imaging;

/// <summary>Where the system has libjpeg-turbo, nothing but time must tell.</summary>
public class TurboDecoderTests
{
    private static readonly VipsDecoder Vips = new();
    private static readonly TurboDecoder? Turbo = TurboDecoder.Find(Vips);

    [SkippableFact]
    public void Photographs_have_the_same_pixels_as_through_libvips()
    {
        TestFiles.RequireShared();
        RequireTurbo();
        string[] files = Directory.GetFiles(Path.Combine(TestFiles.Shared, "images", "photos"));
        int read = files.AsParallel().Count(file => IsReadAlike(File.ReadAllBytes(file)));
        Assert.InRange(read, 295, 300);
    }

    [SkippableFact]
    public void Samples_have_the_same_pixels_as_through_libvips()
    {
        RequireTurbo();
        Assert.All(Directory.GetFiles(TestFiles.Samples, "*.jpg"), file => Assert.True(IsReadAlike(File.ReadAllBytes(file))));
    }

    [SkippableTheory]
    [InlineData(".jpg[Q=100]")]
    [InlineData(".jpg[interlace]")]
    [InlineData(".jpg[subsample-mode=off]")]
    [InlineData(".jpg[interlace,subsample-mode=off]")]
    [InlineData(".jpg[restart-interval=3]")]
    public void Ordinary_kinds_have_the_same_pixels_as_through_libvips(string suffix)
    {
        RequireTurbo();
        Assert.True(IsReadAlike(PictureFiles.Photograph(suffix)));
    }

    [SkippableTheory]
    [InlineData(".jpg")]
    [InlineData(".jpg[interlace]")]
    public void Grey_has_the_same_pixels_as_through_libvips(string suffix)
    {
        RequireTurbo();
        byte[] pixels = [.. Enumerable.Range(0, 64 * 48).Select(i => (byte)(i * i / 31))];
        Assert.True(IsReadAlike(PictureFiles.Write(pixels, 64, 1, suffix, NetVips.Enums.Interpretation.Bw)));
    }

    [SkippableFact]
    public void Odd_and_bad_files_are_left_to_libvips_or_read_alike()
    {
        TestFiles.RequireShared();
        RequireTurbo();
        var files = Directory.EnumerateFiles(Path.Combine(TestFiles.Shared, "images", "formats"), "*", SearchOption.AllDirectories).Select(File.ReadAllBytes)
            .Where(content => ImageFormatDetector.Detect(content) == ImageFormat.Jpeg).ToList();
        Assert.NotEmpty(files);
        Assert.All(files, content => IsReadAlike(content));
    }

    [SkippableTheory]
    [InlineData(".jpg")]
    [InlineData(".jpg[interlace]")]
    public void Damaged_files_end_as_through_libvips_alone(string suffix)
    {
        RequireTurbo();
        byte[] whole = PictureFiles.Photograph(suffix);
        var random = new Random(1);
        for (int i = 0; i < 60; i++)
        {
            byte[] damaged = whole[..(i % 3 == 0 ? random.Next(100, whole.Length) : whole.Length)];
            for (int changes = random.Next(1, 4); changes > 0; changes--)
                damaged[random.Next(2, i % 2 == 0 ? damaged.Length : Math.Min(700, damaged.Length))] = (byte)random.Next(256);

            IsReadAlike(damaged);
            Assert.Equal(Outcome(new([Vips], SignatureProfile.Default, ImageLimits.Default), damaged), Outcome(SignerWithBoth(), damaged));
        }
    }

    [SkippableFact]
    public void A_record_signed_through_either_is_current_for_both()
    {
        RequireTurbo();
        var withTurbo = SignerWithBoth();
        var without = new ImageSigner([Vips], SignatureProfile.Default, ImageLimits.Default);
        byte[] photograph = PictureFiles.Photograph(".jpg");
        var fast = withTurbo.Sign(photograph).Signer!;
        var plain = without.Sign(photograph).Signer!;
        Assert.NotEqual(plain, fast);
        Assert.True(without.IsCurrent(fast) && withTurbo.IsCurrent(plain));
        Assert.False(without.IsCurrent(fast with { DecoderVersion = "8.0.0" }));
    }

    private static ImageSigner SignerWithBoth() => new([Turbo!, Vips], SignatureProfile.Default, ImageLimits.Default);

    private static void RequireTurbo() => Skip.If(Turbo is null, "libjpeg-turbo's libturbojpeg is not on this machine.");

    /// <summary>Whether libjpeg-turbo reads the file at all; what it reads must be what libvips reads.</summary>
    private static bool IsReadAlike(byte[] content)
    {
        var read = DecodedPicture.Read(Turbo!, content);
        if (read is not null)
            Assert.Equal(DecodedPicture.Read(Vips, content), read);

        return read is not null;
    }

    private static string Outcome(ImageSigner signer, byte[] content)
    {
        try
        {
            return string.Join(',', signer.Sign(content).Signature.Values.ToArray());
        }
        catch (ImageException e)
        {
            return e.Error.ToString();
        }
    }
}
