using System.Buffers;
using System.Text;

namespace ImageMatch.Imaging;

/// <summary>Tells SVG from other text: its first element is <c>svg</c>, after whatever XML allows before it.</summary>
internal static class SvgText
{
    private const int LookAhead = 64 << 10;
    private static readonly SearchValues<char> EndsOfName = SearchValues.Create(" \t\r\n/>");

    /// <summary>Whether it is an SVG document.</summary>
    public static bool IsSvg(ReadOnlySpan<byte> content)
    {
        if (content.IsEmpty || content[0] is not ((byte)'<' or (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n' or 0xEF or 0xFE or 0xFF))
            return false;

        content = content[..Math.Min(content.Length, LookAhead)];
        var encoding = content.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) ? Encoding.Unicode
            : content.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]) ? Encoding.BigEndianUnicode
            : Encoding.UTF8;
        var text = encoding.GetString(content).AsSpan().TrimStart('\uFEFF').TrimStart();
        while (!text.IsEmpty)
        {
            if (text.StartsWith("<?"))
                text = After(text, "?>");
            else if (text.StartsWith("<!--"))
                text = After(text, "-->");
            else if (text.StartsWith("<!DOCTYPE"))
                text = After(text, text.IndexOf('[') is var open and >= 0 && open < text.IndexOf('>') ? "]>" : ">");
            else
                return IsSvgElement(text);
        }

        return false;
    }

    private static ReadOnlySpan<char> After(ReadOnlySpan<char> text, string end)
    {
        int at = text.IndexOf(end);
        return at < 0 ? default : text[(at + end.Length)..].TrimStart();
    }

    private static bool IsSvgElement(ReadOnlySpan<char> text)
    {
        int length = text.IndexOfAny(EndsOfName);
        if (length < 2 || text[0] != '<')
            return false;

        var name = text[1..length];
        return name[(name.IndexOf(':') + 1)..].SequenceEqual("svg");
    }
}
