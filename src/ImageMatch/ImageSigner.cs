using System.Collections.Concurrent;
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
            throw TooSlow(input, e);
        }
    }

    /// <summary>Signs every page or frame of a file.</summary>
    /// <param name="input">Where it is; its own frame means nothing here.</param>
    /// <param name="allOrientations">Whether the signatures of all 16 orientations are wanted too.</param>
    /// <param name="cancellationToken">Ends reading, downloading and decoding.</param>
    /// <returns>The frames in their order. Where the limit of time ends it, the last is the error that says so: frames after it were not looked at.</returns>
    /// <exception cref="ImageException">The file as a whole cannot be read.</exception>
    public IReadOnlyList<SignedFrame> SignFrames(ImageInput input, bool allOrientations = false, CancellationToken cancellationToken = default)
    {
        var signed = new ConcurrentQueue<SignedFrame>();
        try
        {
            DetachedWork.Run(
                left =>
                {
                    ReadAndSignFrames(input, allOrientations, signed, left);
                    return true;
                },
                Limits.MaxTime,
                cancellationToken);
            return [.. signed];
        }
        catch (TimeoutException e) when (!signed.IsEmpty)
        {
            SignedFrame[] frames = [.. signed];
            return [.. frames, new SignedFrame(frames.Length, null, TooSlow(input, e))];
        }
        catch (TimeoutException e)
        {
            throw TooSlow(input, e);
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
        var facts = Examine(content, input);
        using var frames = new FrameLoader(Decoders, content.Memory, facts.Format!.Value, input.Location, Profile, Limits);
        return Sign(frames.Load(input.Frame, cancellationToken), facts with { FrameCount = frames.FrameCount }, allOrientations);
    }

    private void ReadAndSignFrames(ImageInput input, bool allOrientations, ConcurrentQueue<SignedFrame> signed, CancellationToken cancellationToken)
    {
        using var content = ImageContent.Read(input, Limits, cancellationToken);
        var facts = Examine(content, input);
        using var frames = new FrameLoader(Decoders, content.Memory, facts.Format!.Value, input.Location, Profile, Limits);
        for (int frame = 0; frame < frames.FrameCount; frame++)
        {
            try
            {
                var loaded = frames.Load(frame, cancellationToken);
                signed.Enqueue(new SignedFrame(frame, Sign(loaded, facts with { FrameCount = frames.FrameCount }, allOrientations)));
                if (frame == 0 && frames.FrameCount > 1)
                    frames.BeginRoll(loaded.Decoder, cancellationToken);
            }
            catch (ImageException error) when (frames.FrameCount > 1)
            {
                signed.Enqueue(new SignedFrame(frame, null, error));
            }
        }
    }

    private static FileFacts Examine(ImageContent content, ImageInput input)
    {
        var format = ImageFormatDetector.Detect(content.Memory.Span);
        if (format == ImageFormat.Unknown)
            throw new ImageException(ImageError.NotAPicture, $"'{input.Location}' is not a picture of a known format.");

        if (Truncation.LacksPixels(content.Memory.Span, format))
            throw Truncation.Error($"'{input.Location}'", null);

        return new FileFacts { Length = content.Length, LastWriteTime = content.LastWriteTime, ContentHash = content.Hash(), Format = format };
    }

    private SignedPicture Sign(LoadedPicture loaded, FileFacts facts, bool allOrientations)
    {
        using var picture = loaded.Picture;
        var signatures = allOrientations ? _generator.SignAll(picture) : null;
        bool turned = Orientations.SwapsSides(picture.Upright);
        return new SignedPicture
        {
            Signature = signatures?[0] ?? _generator.Sign(picture),
            Orientations = signatures,
            Facts = facts with
            {
                Width = turned ? picture.Height : picture.Width,
                Height = turned ? picture.Width : picture.Height,
                Background = loaded.Background,
            },
            Signer = new Signer(SignatureProfile.CurrentAlgorithmVersion, loaded.Decoder.Name, loaded.Decoder.Version),
            Profile = Profile,
        };
    }

    private ImageException TooSlow(ImageInput input, TimeoutException cause)
    {
        string message = $"'{input.Location}' took longer than the limit of {Limits.MaxTime.TotalSeconds:0.###} s. Raise the limit if you trust it.";
        return new(ImageError.TooSlow, message, cause);
    }
}
