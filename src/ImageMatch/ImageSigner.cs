using ImageMatch.Imaging;
using ImageMatch.Signatures;

namespace ImageMatch;

/// <summary>Reads pictures and signs them: bytes, format, decoder, orientation, transparency, signature. Safe to be called from several threads.</summary>
public sealed class ImageSigner
{
    private readonly SignatureGenerator _generator;

    /// <summary>Makes a signer.</summary>
    /// <param name="decoders">In the order of preference.</param>
    /// <param name="profile">The choices that signatures follow.</param>
    /// <param name="limits">What one picture may cost.</param>
    /// <exception cref="ArgumentException">An option of the signature is out of its range.</exception>
    public ImageSigner(IReadOnlyList<IImageDecoder> decoders, SignatureProfile profile, ImageLimits limits)
    {
        Decoders = decoders;
        Profile = profile;
        Limits = limits;
        _generator = new SignatureGenerator(profile.Options);
    }

    /// <summary>The decoders, in the order of preference.</summary>
    public IReadOnlyList<IImageDecoder> Decoders { get; }

    /// <summary>The choices that signatures follow.</summary>
    public SignatureProfile Profile { get; }

    /// <summary>What one picture may cost.</summary>
    public ImageLimits Limits { get; }

    /// <summary>Signs one picture.</summary>
    /// <param name="input">Where it is.</param>
    /// <param name="allOrientations">Whether the signatures of all 16 orientations are wanted too.</param>
    /// <param name="cancellationToken">Ends reading, downloading and decoding.</param>
    /// <exception cref="ImageException">The picture gives no signature.</exception>
    public SignedPicture Sign(ImageInput input, bool allOrientations = false, CancellationToken cancellationToken = default)
    {
        try
        {
            return DetachedWork.Run(left => ReadAndSign(input, allOrientations, left), Limits.MaxTime, cancellationToken);
        }
        catch (TimeoutException e)
        {
            string message = $"'{input.Location}' took longer than the limit of {Limits.MaxTime.TotalSeconds:0.###} s. Raise the limit if you trust it.";
            throw new ImageException(ImageError.TooSlow, message, e);
        }
    }

    /// <summary>Whether a signature is what this signer would compute today: same algorithm, same pixels.</summary>
    public bool IsCurrent(Signer? signer) =>
        signer is not null
        && signer.AlgorithmVersion == SignatureProfile.CurrentAlgorithmVersion
        && Decoders.Any(signer.HasPixelsOf);

    /// <summary>The hash that <see cref="FileFacts.ContentHash"/> holds, without decoding.</summary>
    /// <exception cref="ImageException">The picture cannot be read.</exception>
    public string HashContent(ImageInput input, CancellationToken cancellationToken = default)
    {
        using var content = ImageContent.Read(input, Limits, cancellationToken);
        return content.Hash();
    }

    private SignedPicture ReadAndSign(ImageInput input, bool allOrientations, CancellationToken cancellationToken)
    {
        using var content = ImageContent.Read(input, Limits, cancellationToken);
        var format = ImageFormatDetector.Detect(content.Memory.Span);
        if (format == ImageFormat.Unknown)
            throw new ImageException(ImageError.NotAPicture, $"'{input.Location}' is not a picture of a known format.");

        if (Truncation.LacksPixels(content.Memory.Span, format))
            throw Truncated(input, null);

        var facts = new FileFacts { Length = content.Length, LastWriteTime = content.LastWriteTime, ContentHash = content.Hash(), Format = format };
        var (picture, background, decoder) = Decode(content.Memory, format, input, cancellationToken);
        using (picture)
        {
            var signatures = allOrientations ? _generator.SignAll(picture) : null;
            bool turned = Orientations.SwapsSides(picture.Upright);
            return new SignedPicture
            {
                Signature = signatures?[0] ?? _generator.Sign(picture),
                Orientations = signatures,
                Facts = facts with { Width = turned ? picture.Height : picture.Width, Height = turned ? picture.Width : picture.Height },
                Signer = new Signer(SignatureProfile.CurrentAlgorithmVersion, decoder.Name, decoder.Version),
                Profile = Profile,
                Background = background,
            };
        }
    }

    private (Picture Picture, Background Background, IImageDecoder Decoder) Decode(
        ReadOnlyMemory<byte> content, ImageFormat format, ImageInput input, CancellationToken cancellationToken)
    {
        ImageException? first = null;
        foreach (var decoder in Decoders)
        {
            if (!decoder.CanDecode(format))
                continue;

            try
            {
                var (picture, background) = new PictureLoader(decoder, content, format, input.Frame, Profile, Limits).Load(cancellationToken);
                return (picture, background, decoder);
            }
            catch (ImageException e) when (e.Error is ImageError.UnreadablePicture or ImageError.TruncatedPicture)
            {
                // Another decoder may know this kind; if none does, the preferred one says why.
                first ??= e;
            }
            catch (ImageException e)
            {
                throw new ImageException(e.Error, $"'{input.Location}': {e.Message}", e);
            }
        }

        if (first?.Error == ImageError.TruncatedPicture || Truncation.IsCut(content.Span, format))
            throw Truncated(input, first);

        string damage = first?.Message ?? $"there is no decoder for {format} here";
        throw new ImageException(ImageError.UnreadablePicture, $"'{input.Location}' is damaged or of an unusual kind ({damage}).", first);
    }

    private static ImageException Truncated(ImageInput input, ImageException? cause)
    {
        string reason = cause is null ? "" : $" ({cause.Message})";
        return new(ImageError.TruncatedPicture, $"'{input.Location}' ends before its last pixel{reason}. Get the whole file.", cause);
    }
}
