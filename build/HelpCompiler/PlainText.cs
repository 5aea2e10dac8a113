using System.Text;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace ImageMatch.Help;

/// <summary>Markdown as the text that a terminal shows.</summary>
internal static class PlainText
{
    private const string ListMark = "- ";

    /// <summary>A block's text: paragraphs on one line, list items on lines of their own, code as it is.</summary>
    public static string Of(Block block) => string.Join('\n', Lines(block, int.MaxValue));

    /// <summary>A block's lines, none wider than asked for unless it is code.</summary>
    public static IEnumerable<string> Lines(Block block, int width) => block switch
    {
        CodeBlock code => code.Lines.ToString().Split('\n').Select(line => line.TrimEnd()),
        LeafBlock { Inline: { } inline } => Wrap(Of(inline), width),
        ListBlock list => list.SelectMany(item => Marked([.. ((ContainerBlock)item).SelectMany(part => Lines(part, width - ListMark.Length))])),
        ContainerBlock container => container.SelectMany(part => Lines(part, width)),
        _ => [],
    };

    private static IEnumerable<string> Marked(IReadOnlyList<string> lines) =>
        lines.Select((line, i) => (i == 0 ? ListMark : new string(' ', ListMark.Length)) + line);

    private static string Of(ContainerInline container)
    {
        var text = new StringBuilder();
        foreach (Inline inline in container)
        {
            text.Append(inline switch
            {
                LiteralInline literal => literal.Content.ToString(),
                CodeInline code => code.Content,
                AutolinkInline link => link.Url,
                LinkInline { Url: { } url } link when url.StartsWith("http", StringComparison.Ordinal) && Of(link) != url => $"{Of(link)} ({url})",
                LineBreakInline => " ",
                HtmlEntityInline entity => entity.Transcoded.ToString(),
                ContainerInline inner => Of(inner),
                _ => "",
            });
        }

        return text.ToString();
    }

    private static IEnumerable<string> Wrap(string text, int width)
    {
        var line = new StringBuilder();
        foreach (string word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > width)
            {
                yield return line.ToString();
                line.Clear();
            }

            line.Append(line.Length > 0 ? " " : "").Append(word);
        }

        yield return line.ToString();
    }
}
