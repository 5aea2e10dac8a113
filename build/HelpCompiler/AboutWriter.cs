using System.Text;
using Markdig;
using Markdig.Syntax;

namespace ImageMatch.Help;

/// <summary>Writes an about page as the text file that <c>Get-Help about_…</c> shows.</summary>
internal static class AboutWriter
{
    private const int Width = 76;
    private const string Indent = "    ";

    public static string Write(string path)
    {
        var text = new StringBuilder();
        foreach (Block block in Markdown.Parse(File.ReadAllText(path)))
        {
            text.Append(block switch
            {
                HeadingBlock { Level: 1 } title => $"TOPIC\n{Indent}{PlainText.Of(title)}\n\n",
                HeadingBlock heading => PlainText.Of(heading).ToUpperInvariant() + "\n",
                CodeBlock code => Indented(code, Indent + Indent),
                _ => Indented(block, Indent),
            });
        }

        return text.ToString().TrimEnd() + "\n";
    }

    private static string Indented(Block block, string indent) =>
        string.Concat(PlainText.Lines(block, Width - indent.Length).Select(line => (indent + line).TrimEnd() + "\n")) + "\n";
}
