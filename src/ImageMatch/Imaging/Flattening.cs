namespace ImageMatch.Imaging;

/// <summary>Lays pixels with alpha over white or black, in integers, and measures how much of the picture would show on white.</summary>
internal sealed class Flattening
{
    /// <summary>
    /// Mean darkness of what is visible, in 0..255, below which white would hide it. A mean, weighted by alpha, hardly changes when a picture is
    /// resized, so its copies are laid over the same background.
    /// </summary>
    private const long LeastDarkness = 8;

    private const long RedWeight = 2125;
    private const long GreenWeight = 7154;
    private const long BlueWeight = 721;
    private const long WhiteLevel = 255 * (RedWeight + GreenWeight + BlueWeight);

    private readonly byte _background;
    private long _darkness;
    private long _alpha;
    private bool _transparent;

    /// <summary>Starts a picture.</summary>
    /// <param name="background">What to lay it over: white, black, or nothing to drop alpha.</param>
    public Flattening(Background background)
    {
        Background = background;
        _background = background == Background.Black ? (byte)0 : (byte)255;
    }

    /// <summary>What pixels are laid over.</summary>
    public Background Background { get; }

    /// <summary>Whether a pixel so far was not opaque.</summary>
    public bool IsTransparent => _transparent;

    /// <summary>Whether white hides what is visible of the pixels so far.</summary>
    public bool IsNearlyWhite => _alpha > 0 && _darkness < _alpha * LeastDarkness * (RedWeight + GreenWeight + BlueWeight);

    /// <summary>Flattens pixels.</summary>
    /// <param name="source">Grey and alpha, or RGB and alpha.</param>
    /// <param name="channels">Bytes a pixel of the source: 2 or 4.</param>
    /// <param name="destination">One byte a pixel less.</param>
    public void Apply(ReadOnlySpan<byte> source, int channels, Span<byte> destination)
    {
        int colours = channels - 1;
        for (int from = 0, to = 0; from < source.Length; from += channels, to += colours)
        {
            var pixel = source.Slice(from, channels);
            var shown = destination.Slice(to, colours);
            int alpha = pixel[colours];
            if (Background == Background.None || alpha == 255)
            {
                pixel[..colours].CopyTo(shown);
            }
            else
            {
                _transparent = true;
                int rest = (_background * (255 - alpha)) + 127;
                for (int i = 0; i < colours; i++)
                    shown[i] = (byte)(((pixel[i] * alpha) + rest) / 255);
            }

            _alpha += alpha;
            _darkness += alpha * (WhiteLevel - Level(pixel, colours));
        }
    }

    private static long Level(ReadOnlySpan<byte> pixel, int colours) => colours == 1
        ? pixel[0] * (RedWeight + GreenWeight + BlueWeight)
        : (pixel[0] * RedWeight) + (pixel[1] * GreenWeight) + (pixel[2] * BlueWeight);
}
