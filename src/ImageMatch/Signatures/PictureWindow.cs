using System.Globalization;

namespace ImageMatch.Signatures;

/// <summary>A part of a picture, in percent of its sides without flat borders (see <see cref="FlatBorders"/>).</summary>
/// <param name="Top">Where its rows begin.</param>
/// <param name="Bottom">Where they end.</param>
/// <param name="Left">Where its columns begin.</param>
/// <param name="Right">Where they end.</param>
public readonly record struct PictureWindow(double Top, double Bottom, double Left, double Right)
{
    /// <summary>All that flat borders leave.</summary>
    public static PictureWindow All { get; } = new(0, 100, 0, 100);

    /// <summary>Reads a window as <see cref="ToString"/> writes it.</summary>
    /// <exception cref="FormatException">The text is none.</exception>
    public static PictureWindow Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        double[] limits = [.. text.Split('-', '/').Select(limit => double.Parse(limit, CultureInfo.InvariantCulture))];
        return limits is [double top, double bottom, double left, double right]
            ? new PictureWindow(top, bottom, left, right)
            : throw new FormatException($"'{text}' is no window; 10-90/0-75 is one.");
    }

    /// <summary>Rows, then columns: <c>10-90/0-75</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Top}-{Bottom}/{Left}-{Right}");

    /// <summary>The window's cells within a box.</summary>
    internal CellBox Within(CellBox box)
    {
        (int top, int bottom) = Place(Top, Bottom, box.Height);
        (int left, int right) = Place(Left, Right, box.Width);
        return new CellBox(box.Top + top, box.Top + bottom, box.Left + left, box.Left + right);
    }

    private static (int Start, int End) Place(double start, double end, int length) =>
        ((int)Math.Floor((start / 100 * length) + 0.5), (int)Math.Floor((end / 100 * length) + 0.5));
}
