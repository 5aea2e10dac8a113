using ImageMatch.Signatures;

namespace ImageMatch.Imaging;

/// <summary>Loads frames of one file, each by the first decoder that reads it; those of an animation that are asked for in their order in one pass.</summary>
internal sealed class FrameLoader : IDisposable
{
    private readonly ReadOnlyMemory<byte> _content;
    private readonly ImageFormat _format;
    private readonly string _location;
    private readonly SignatureProfile _profile;
    private readonly ImageLimits _limits;
    private readonly bool _hasSums;
    private readonly IImageDecoder[] _decoders;
    private readonly IReadOnlyList<Range> _pictures;
    private IPixelReader? _roll;
    private IImageDecoder? _rolling;
    private int _rollFrame;
    private bool _isBlackNeeded;

    /// <param name="decoders">In the order of preference.</param>
    /// <param name="content">The whole file.</param>
    /// <param name="format">Its format.</param>
    /// <param name="location">For messages.</param>
    /// <param name="profile">Transparency, orientation and options.</param>
    /// <param name="limits">What decoding may cost.</param>
    /// <param name="hasSums">Whether windows of the pictures will be signed.</param>
    public FrameLoader(
        IReadOnlyList<IImageDecoder> decoders,
        ReadOnlyMemory<byte> content,
        ImageFormat format,
        string location,
        SignatureProfile profile,
        ImageLimits limits,
        bool hasSums)
    {
        _content = content;
        _format = format;
        _location = location;
        _profile = profile;
        _limits = limits;
        _hasSums = hasSums;
        _decoders = [.. decoders.Where(decoder => decoder.CanDecode(format) && (profile.Transparency != Transparency.Ignore || decoder.KeepsHiddenColours(format)))];
        _pictures = format == ImageFormat.Jpeg ? MultiPicture.Find(content.Span) : [Range.All];
    }

    /// <summary>Frames in the file, as far as is known by now; at least 1.</summary>
    public int FrameCount { get; private set; } = 1;

    /// <summary>Loads a frame.</summary>
    /// <exception cref="ImageException">No decoder reads it, or it is too large.</exception>
    public LoadedPicture Load(int frame, CancellationToken cancellationToken)
    {
        ImageException? refusal = null;
        foreach (var decoder in _decoders)
        {
            try
            {
                var (picture, background) = Load(decoder, frame, cancellationToken);
                _isBlackNeeded |= background == Background.Black;
                return new LoadedPicture(picture, background, decoder);
            }
            catch (ImageException e) when (e.Error is ImageError.UnreadablePicture or ImageError.TruncatedPicture)
            {
                // Another decoder may know this kind; if none does, the first that has a reason says why.
                if (refusal is not { Message.Length: > 0 })
                    refusal = e;
            }
            catch (ImageException e)
            {
                throw new ImageException(e.Error, $"{Name(frame)}: {e.Message}", e);
            }
        }

        if (refusal?.Error == ImageError.TruncatedPicture || Truncation.IsCut(_content.Span, _format))
            throw Truncation.Error(Name(frame), refusal);

        string reason = refusal is null ? $" (there is no decoder for {_format} here)" : refusal.InBrackets;
        throw new ImageException(ImageError.UnreadablePicture, $"{Name(frame)} is damaged or of an unusual kind{reason}.", refusal);
    }

    /// <summary>Makes ready to load the frames after the first in their order.</summary>
    /// <param name="decoder">What read the first.</param>
    public void BeginRoll(IImageDecoder decoder, CancellationToken cancellationToken)
    {
        try
        {
            _rolling = decoder;
            _roll = decoder.OpenRoll(_content, _format, _limits);
            if (_roll is not null)
                Load(decoder, 0, cancellationToken).Picture.Dispose();
        }
        catch (ImageException)
        {
            EndRoll();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => EndRoll();

    private (Picture Picture, Background Background) Load(IImageDecoder decoder, int frame, CancellationToken cancellationToken)
    {
        if (_pictures.Count > 1)
        {
            FrameCount = _pictures.Count;
            if (frame < _pictures.Count)
                return Loader(decoder, _content[_pictures[frame]], 0).Load(cancellationToken);
        }

        var loader = Loader(decoder, _content, frame);
        if (_roll is not null && decoder == _rolling && frame == _rollFrame)
        {
            try
            {
                _rollFrame++;
                // Opened again, each frame would be decoded after all before it.
                return loader.Load(_roll, expectsBlack: _isBlackNeeded, cancellationToken);
            }
            catch (ImageException)
            {
                // What follows in the same pass would be as damaged; opened by itself a frame may not be.
                EndRoll();
            }
        }

        try
        {
            return loader.Load(cancellationToken);
        }
        finally
        {
            FrameCount = Math.Max(FrameCount, loader.FrameCount);
        }
    }

    private PictureLoader Loader(IImageDecoder decoder, ReadOnlyMemory<byte> content, int frame) => new(decoder, content, _format, frame, _profile, _limits, _hasSums);

    private void EndRoll()
    {
        _roll?.Dispose();
        _roll = null;
    }

    private string Name(int frame) => frame == 0 ? $"'{_location}'" : $"Frame {frame} of '{_location}'";
}

/// <summary>A picture in memory.</summary>
/// <param name="Picture">Its grey levels.</param>
/// <param name="Background">What it was laid over.</param>
/// <param name="Decoder">What read it.</param>
internal sealed record LoadedPicture(Picture Picture, Background Background, IImageDecoder Decoder);
