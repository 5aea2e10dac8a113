using Markdig;
using Markdig.Syntax;

namespace ImageMatch.Help;

/// <summary>A command's page, cut at its headings: <c>## SECTION</c>, and <c>### item</c> below it.</summary>
internal sealed class HelpPage
{
    private const string DefaultValueLabel = "Default value: ";

    private readonly Dictionary<string, List<Item>> _sections = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>What stands below a heading; the first item of a section has no title.</summary>
    public sealed record Item(string Title, List<Block> Blocks);

    public static HelpPage Read(string path)
    {
        var page = new HelpPage();
        List<Item>? section = null;
        foreach (Block block in Markdown.Parse(File.ReadAllText(path)))
        {
            switch (block)
            {
                case HeadingBlock { Level: 2 } heading:
                    section = page._sections[PlainText.Of(heading)] = [new Item("", [])];
                    break;
                case HeadingBlock { Level: 3 } heading:
                    section?.Add(new Item(PlainText.Of(heading), []));
                    break;
                default:
                    section?[^1].Blocks.Add(block);
                    break;
            }
        }

        return page;
    }

    /// <summary>The text of a section without its items.</summary>
    public IEnumerable<Block> Text(string section) => _sections.TryGetValue(section, out List<Item>? items) ? items[0].Blocks : [];

    /// <summary>The items of a section.</summary>
    public IEnumerable<Item> Items(string section) => _sections.TryGetValue(section, out List<Item>? items) ? items.Skip(1) : [];

    /// <summary>A parameter's description, and its default value where the page names one.</summary>
    public (IEnumerable<Block> Description, string? Default) Parameter(string name)
    {
        Item? item = Items("PARAMETERS").FirstOrDefault(item => string.Equals(item.Title, "-" + name, StringComparison.OrdinalIgnoreCase));
        IEnumerable<Block> blocks = item?.Blocks ?? [];
        string? line = blocks.Select(PlainText.Of).FirstOrDefault(text => text.StartsWith(DefaultValueLabel, StringComparison.Ordinal));
        return (blocks.Where(block => PlainText.Of(block) != line), line?[DefaultValueLabel.Length..].TrimEnd('.'));
    }
}
