using System.Collections.Concurrent;
using ImageMatch.Imaging;
using ImageMatch.Signatures;
using ImageMatch.Stores;

namespace ImageMatch;

/// <summary>Reads pictures and signs them: bytes, format, decoder, orientation, transparency, signature. Safe to be called from several threads.</summary>
public sealed class ImageSigner
{
    private readonly SignatureGenerator _generator;
    private readonly WindowSigner _windows;

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
        _windows = new WindowSigner(profile.Options);
    }

    /// <summary>The decoders, in the order of preference.</summary>
    public IReadOnlyList<IImageDecoder> Decoders { get; }

    /// <summary>The choices that signatures follow.</summary>
    public SignatureProfile Profile { get; }

    /// <summary>What one picture may cost.</summary>
    public ImageLimits Limits { get; }

    /// <summary>Signs one picture to be stored, with the windows that the profile wants.</summary>
    /// <param name="input">Where it is.</param>
    /// <param name="allOrientations">Whether the signatures of all 16 orientations are wanted too.</param>
    /// <param name="cancellationToken">Ends reading, downloading and decoding.</param>
    /// <exception cref="ImageException">The picture gives no signature.</exception>
    public SignedPicture Sign(ImageInput input, bool allOrientations = false, CancellationToken cancellationToken = default) =>
        Sign(input, new Wanted(allOrientations, WindowSets.Of(Profile.CropTolerance), null), cancellationToken);

    /// <summary>Signs one picture to ask a store for it.</summary>
    /// <param name="input">Where it is.</param>
    /// <param name="allOrientations">Whether the signatures of all 16 orientations are wanted too.</param>
    /// <param name="withWindows">Whether it is to be asked for by its windows too; in a store with crop tolerance it always is.</param>
    /// <param name="cancellationToken">Ends reading, downloading and decoding.</param>
    /// <exception cref="ImageException">The picture gives no signature.</exception>
    public SignedPicture SignToAsk(ImageInput input, bool allOrientations, bool withWindows, CancellationToken cancellationToken = default) =>
        Sign(input, ToAsk(allOrientations, withWindows), cancellationToken);

    /// <summary>
    /// Signs a picture once more to ask a store for it, where windows of it are to be asked for and it was signed without any, as records are. What is read counts only
    /// if it is the picture that is known: by its bytes or, where these are not known, by its signature.
    /// </summary>
    /// <param name="known">The picture as it is known.</param>
    /// <param name="file">Where it may be read again; null for nowhere.</param>
    /// <param name="allOrientations">Whether the signatures of all 16 orientations are wanted too.</param>
    /// <param name="withWindows">Whether it is to be asked for by its windows too; in a store with crop tolerance it always is.</param>
    /// <param name="cancellationToken">Ends reading, downloading and decoding.</param>
    /// <returns>The picture as it is known where that is all that is wanted; null where it cannot be signed again.</returns>
    public SignedPicture? SignAgainToAsk(SignedPicture known, ImageInput? file, bool allOrientations, bool withWindows, CancellationToken cancellationToken = default)
    {
        if (known.AskedWindows.Count > 0 || ToAsk(allOrientations, withWindows).Asked is null)
            return known;

        try
        {
            return file is not null
                && SignToAsk(file, allOrientations, withWindows, cancellationToken) is var signed
                && (signed.Facts.ContentHash == known.Facts.ContentHash || signed.Signature.Equals(known.Signature))
                ? signed
                : null;
        }
        catch (ImageException)
        {
            return null;
        }
    }

    private Wanted ToAsk(bool allOrientations, bool withWindows) =>
        new(allOrientations, null, withWindows || Profile.CropTolerance != CropTolerance.None ? WindowSets.ToAsk(Profile.CropTolerance) : null);

    private SignedPicture Sign(ImageInput input, Wanted wanted, CancellationToken cancellationToken)
    {
        try
        {
            return DetachedWork.Run(left => ReadAndSign(input, wanted, left), Limits.MaxTime, cancellationToken);
        }
        catch (TimeoutException e)
        {
            throw TooSlow(input, e);
        }
    }

    /// <summary>Signs every page or frame of a file.</summary>
    /// <param name="input">Where it is; its own frame means nothing here.</param>
    /// <param name="allOrientations">Whether the signatures of all 16 orientations are wanted too.</param>
    /// <param name="toAsk">Whether they are to be asked for rather than stored, which decides about their windows.</param>
    /// <param name="cancellationToken">Ends reading, downloading and decoding.</param>
    /// <returns>The frames in their order. Where the limit of time ends it, the last is the error that says so: frames after it were not looked at.</returns>
    /// <exception cref="ImageException">The file as a whole cannot be read.</exception>
    public IReadOnlyList<SignedFrame> SignFrames(
        ImageInput input, bool allOrientations = false, bool toAsk = false, CancellationToken cancellationToken = default)
    {
        var wanted = toAsk ? ToAsk(allOrientations, withWindows: false) : new Wanted(allOrientations, WindowSets.Of(Profile.CropTolerance), null);
        var signed = new ConcurrentQueue<SignedFrame>();
        try
        {
            DetachedWork.Run(
                left =>
                {
                    ReadAndSignFrames(input, wanted, signed, left);
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

    private SignedPicture ReadAndSign(ImageInput input, Wanted wanted, CancellationToken cancellationToken)
    {
        using var content = ImageContent.Read(input, Limits, cancellationToken);
        var facts = Examine(content, input);
        using var frames = new FrameLoader(Decoders, content.Memory, facts.Format!.Value, input.Location, Profile, Limits, wanted.HasWindows);
        return Sign(frames.Load(input.Frame, cancellationToken), facts with { FrameCount = frames.FrameCount }, wanted);
    }

    private void ReadAndSignFrames(ImageInput input, Wanted wanted, ConcurrentQueue<SignedFrame> signed, CancellationToken cancellationToken)
    {
        using var content = ImageContent.Read(input, Limits, cancellationToken);
        var facts = Examine(content, input);
        using var frames = new FrameLoader(Decoders, content.Memory, facts.Format!.Value, input.Location, Profile, Limits, wanted.HasWindows);
        for (int frame = 0; frame < frames.FrameCount; frame++)
        {
            try
            {
                var loaded = frames.Load(frame, cancellationToken);
                signed.Enqueue(new SignedFrame(frame, Sign(loaded, facts with { FrameCount = frames.FrameCount }, wanted)));
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

    private SignedPicture Sign(LoadedPicture loaded, FileFacts facts, Wanted wanted)
    {
        using var picture = loaded.Picture;
        var signatures = wanted.AllOrientations ? _generator.SignAll(picture) : null;
        bool turned = Orientations.SwapsSides(picture.Upright);
        return new SignedPicture
        {
            Signature = signatures?[0] ?? _generator.Sign(picture),
            Orientations = signatures,
            Windows = wanted.Stored is { } stored ? _windows.SignStored(picture, stored) : null,
            AskedWindows = wanted.Asked is { } asked
                ? [.. _windows.SignAsked(picture, asked, wanted.AllOrientations).Select(window => new OrientedSignature(window.Signature, window.Orientation, window.Window))]
                : [],
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

    /// <summary>What is signed of a picture besides itself.</summary>
    private sealed record Wanted(bool AllOrientations, WindowSet? Stored, WindowSet? Asked)
    {
        public bool HasWindows => (Stored ?? Asked) is not null;
    }
}
