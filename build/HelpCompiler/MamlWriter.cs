using System.Globalization;
using System.Xml.Linq;
using Markdig.Syntax;

namespace ImageMatch.Help;

/// <summary>Writes MAML, the XML that <c>Get-Help</c> reads: the words from the page, the facts from the command.</summary>
internal static class MamlWriter
{
    private static readonly XNamespace Msh = "http://msh";
    private static readonly XNamespace Maml = "http://schemas.microsoft.com/maml/2004/10";
    private static readonly XNamespace Command = "http://schemas.microsoft.com/maml/dev/command/2004/10";
    private static readonly XNamespace Dev = "http://schemas.microsoft.com/maml/dev/2004/10";

    public static XDocument Document(IEnumerable<XElement> commands) => new(new XElement(
        Msh + "helpItems",
        new XAttribute("schema", "maml"),
        new XAttribute(XNamespace.Xmlns + "maml", Maml),
        new XAttribute(XNamespace.Xmlns + "command", Command),
        new XAttribute(XNamespace.Xmlns + "dev", Dev),
        commands));

    public static XElement Write(CommandFacts command, HelpPage page) => new(
        Command + "command",
        new XElement(
            Command + "details",
            new XElement(Command + "name", command.Name),
            new XElement(Command + "verb", command.Name.Split('-')[0]),
            new XElement(Command + "noun", command.Name.Split('-')[1]),
            Description(page.Text("SYNOPSIS"))),
        Description(page.Text("DESCRIPTION")),
        new XElement(Command + "syntax", command.Sets.Select(set => new XElement(
            Command + "syntaxItem", new XElement(Maml + "name", command.Name), set.Select(parameter => Parameter(parameter, page, inSyntax: true))))),
        new XElement(Command + "parameters", command.Parameters.Select(parameter => Parameter(parameter, page, inSyntax: false))),
        new XElement(Command + "inputTypes", page.Items("INPUTS").Select(item => Typed("inputType", item))),
        new XElement(Command + "returnValues", page.Items("OUTPUTS").Select(item => Typed("returnValue", item))),
        new XElement(Maml + "alertSet", new XElement(Maml + "alert", Paragraphs(page.Text("NOTES")))),
        new XElement(Command + "examples", page.Items("EXAMPLES").Select(Example)),
        new XElement(Command + "relatedLinks", page.Text("RELATED LINKS").SelectMany(block => block.Descendants<ListItemBlock>()).Select(Link)));

    private static XElement Parameter(ParameterFacts parameter, HelpPage page, bool inSyntax)
    {
        (IEnumerable<Block> description, string? defaultValue) = page.Parameter(parameter.Name);
        return new XElement(
            Command + "parameter",
            new XAttribute("required", parameter.IsMandatory),
            new XAttribute("variableLength", parameter.Type.IsArray),
            new XAttribute("globbing", parameter.TakesWildcards),
            new XAttribute("pipelineInput", parameter.PipelineInput),
            new XAttribute("position", parameter.Position?.ToString(CultureInfo.InvariantCulture) ?? "named"),
            new XAttribute("aliases", parameter.Aliases.Count == 0 ? "none" : string.Join(", ", parameter.Aliases)),
            new XElement(Maml + "name", parameter.Name),
            Description(description),
            Values(parameter, inSyntax),
            new XElement(Dev + "type", new XElement(Maml + "name", parameter.TypeName), new XElement(Maml + "uri")),
            new XElement(Dev + "defaultValue", defaultValue ?? (parameter.IsSwitch ? "False" : "None")));
    }

    /// <summary>What is written after the parameter's name: nothing for a switch, the names of an enum, else the type.</summary>
    private static IEnumerable<XElement> Values(ParameterFacts parameter, bool inSyntax)
    {
        if (parameter.Type.IsEnum && inSyntax)
        {
            yield return new XElement(Command + "parameterValueGroup", Enum.GetNames(parameter.Type).Select(name => Value(name, isRequired: false)));
        }
        else if (!parameter.IsSwitch || !inSyntax)
        {
            yield return Value(parameter.TypeName, isRequired: !parameter.IsSwitch);
        }

        XElement Value(string text, bool isRequired) =>
            new(Command + "parameterValue", new XAttribute("required", isRequired), new XAttribute("variableLength", parameter.Type.IsArray), text);
    }

    private static XElement Typed(string name, HelpPage.Item item) => new(
        Command + name, new XElement(Dev + "type", new XElement(Maml + "name", item.Title)), Description(item.Blocks));

    /// <summary>An example: its title, the first code, all other text and output after it, and a line that keeps the next example apart.</summary>
    private static XElement Example(HelpPage.Item item)
    {
        var code = item.Blocks.OfType<FencedCodeBlock>().FirstOrDefault();
        return new XElement(
            Command + "example",
            new XElement(Maml + "title", $"--- {item.Title} ---"),
            new XElement(Dev + "code", code is null ? "" : PlainText.Of(code)),
            new XElement(Dev + "remarks", Paragraphs(item.Blocks.Where(block => block != code)), new XElement(Maml + "para")));
    }

    private static XElement Link(ListItemBlock item)
    {
        string url = item.Descendants<Markdig.Syntax.Inlines.LinkInline>().FirstOrDefault()?.Url ?? "";
        return new XElement(
            Maml + "navigationLink",
            new XElement(Maml + "linkText", item.Descendants<ParagraphBlock>().Select(PlainText.Of).First()),
            new XElement(Maml + "uri", url.StartsWith("http", StringComparison.Ordinal) ? url : ""));
    }

    private static XElement Description(IEnumerable<Block> blocks) => new(Maml + "description", Paragraphs(blocks));

    private static IEnumerable<XElement> Paragraphs(IEnumerable<Block> blocks) => blocks.Select(block => new XElement(Maml + "para", PlainText.Of(block)));
}
