using System.Collections;
using System.Management.Automation.Language;
using System.Text.RegularExpressions;
using ImageMatch.PowerShell.Tests.Sessions;
using ImageMatch.Tests;

namespace ImageMatch.PowerShell.Tests;

/// <summary>The commands, the manifest, the pages and what Get-Help shows agree.</summary>
public sealed class HelpTests : IDisposable
{
    private static readonly string Pages = Path.Combine(TestFiles.RepositoryRoot, "docs", "en-US");
    private static readonly string Recipes = Path.Combine(TestFiles.RepositoryRoot, "docs", "recipes");
    private readonly PowerShellSession _session = new();

    public static TheoryData<string> AboutPages { get; } = [.. AboutNames];

    private static IEnumerable<string> AboutNames => Directory.GetFiles(Pages, "about_*.md").Select(page => Path.GetFileNameWithoutExtension(page)!);

    [Fact]
    public void Every_exported_command_is_a_cmdlet_of_the_module_and_has_a_page()
    {
        var manifest = (Hashtable)Parser.ParseFile(StagedModule.Manifest, out _, out _).Find(part => part is HashtableAst, searchNestedScriptBlocks: false).SafeGetValue();
        string[] exported = [.. ((object[])manifest["CmdletsToExport"]!).Select(name => name.ToString()!)];
        string[] commands = [.. Commands().Select(command => command.Name)];
        string[] pages = [.. Directory.GetFiles(Pages, "*-*.md").Select(page => Path.GetFileNameWithoutExtension(page)!)];

        Assert.Equal(exported.Order(StringComparer.Ordinal), commands.Order(StringComparer.Ordinal));
        Assert.Equal(exported.Order(StringComparer.Ordinal), pages.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_command_has_a_synopsis_a_description_examples_notes_and_links()
    {
        foreach (CmdletInfo command in Commands())
        {
            PSObject help = Help(command.Name);
            Assert.EndsWith(".", Text(help, "Synopsis"), StringComparison.Ordinal);
            Assert.NotEqual("", Text(help, "description"));
            Assert.NotEmpty(Examples(help));
            Assert.NotEmpty(_session.Run("param($help) $help.alertSet.alert.Text", help).Clean());
            Assert.NotEmpty(_session.Run("param($help) $help.relatedLinks.navigationLink.linkText", help).Clean());
        }
    }

    [Fact]
    public void Every_parameter_is_described_and_no_page_describes_one_that_is_not()
    {
        foreach (CmdletInfo command in Commands())
        {
            string[] parameters = [.. command.Parameters.Keys.Except(Cmdlet.CommonParameters, StringComparer.OrdinalIgnoreCase).Order(StringComparer.Ordinal)];
            string[] described = [.. File.ReadLines(Path.Combine(Pages, command.Name + ".md")).Where(line => line.StartsWith("### -", StringComparison.Ordinal)).Select(line => line[5..]).Order(StringComparer.Ordinal)];
            Assert.Equal(parameters, described);

            var shown = _session.Run("param($name) @((Get-Help $name -Full).parameters.parameter).Where({ $_ })", command.Name).Clean();
            Assert.Equal(parameters, shown.Select(parameter => Text(parameter, "name")));
            Assert.DoesNotContain(shown, parameter => Text(parameter, "description").Length == 0);
        }
    }

    [Fact]
    public void Default_values_are_those_of_the_commands()
    {
        foreach ((string name, string parameter) in new[] { ("Search-MatchImage", "DistanceCutoff"), ("Add-MatchImage", "MaxPixels"), ("Add-MatchImage", "MaxBytes"), ("Add-MatchImage", "TimeoutSec") })
        {
            PSObject actual = _session.Run("param($name, $parameter) [Activator]::CreateInstance((Get-Command $name).ImplementingType).$parameter", name, parameter).Single();
            PSObject shown = _session.Run("param($name, $parameter) (Get-Help $name -Parameter $parameter).defaultValue", name, parameter).Single();
            Assert.Equal(actual.ToString(), shown.ToString());
        }
    }

    [Fact]
    public void Every_example_parses_and_names_real_commands_and_parameters()
    {
        Dictionary<string, CmdletInfo> commands = Commands().ToDictionary(command => command.Name, StringComparer.OrdinalIgnoreCase);
        foreach (string name in commands.Keys)
        {
            foreach (string code in Examples(Help(name)))
            {
                Assert.Contains(name, CheckExample(name, code, commands));
            }
        }

        foreach (string page in AboutNames.Select(name => Path.Combine(Pages, name + ".md")).Concat(Directory.GetFiles(Recipes, "*.md")))
        {
            foreach (string code in File.ReadAllText(page).Split("```powershell\n").Skip(1).Select(rest => rest.Split("```")[0]))
                CheckExample(Path.GetFileName(page), code, commands);
        }
    }

    [Theory]
    [MemberData(nameof(AboutPages))]
    public void About_pages_are_shown(string topic)
    {
        string text = _session.Run("param($topic) Get-Help $topic", topic).Single().ToString();

        Assert.Contains("SHORT DESCRIPTION", text, StringComparison.Ordinal);
        Assert.DoesNotContain(text.Split('\n'), line => line.Length > 90);
    }

    [Fact]
    public void Filters_mean_what_the_lines_of_their_page_say()
    {
        _session.CopySample("city.jpg");
        _session.Run("Add-MatchImage city.jpg").Clean();
        Match[] lines = [.. Regex.Matches(File.ReadAllText(Path.Combine(Pages, "about_MatchFilters.md")), @"^(\{.*?\}) +(?=[$'])(.+?) +(yes|no)$", RegexOptions.Multiline).Cast<Match>()];

        Assert.InRange(lines.Length, 35, 100);
        foreach (Match line in lines)
        {
            object? passing = _session.Run(
                "param($json, $condition) Set-MatchImage city.jpg ([Text.Json.JsonDocument]::Parse($json).RootElement); @(Get-MatchImage -Filter ([scriptblock]::Create($condition))).Count",
                line.Groups[1].Value,
                line.Groups[2].Value).Single().BaseObject;
            Assert.Equal(line.Value, line.Value.Replace(line.Groups[3].Value, passing is 1 ? "yes" : "no", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Every_error_id_of_a_page_is_one_of_the_module()
    {
        string source = string.Concat(Directory.GetFiles(Path.Combine(TestFiles.RepositoryRoot, "src"), "*Error*.cs", SearchOption.AllDirectories)
            .Concat(Directory.GetFiles(Path.Combine(TestFiles.RepositoryRoot, "src"), "*Exception.cs", SearchOption.AllDirectories))
            .Distinct().Select(File.ReadAllText));
        foreach (string page in Directory.GetFiles(Pages, "*-*.md"))
        {
            string notes = File.ReadAllText(page).Split("## NOTES")[1].Split("\n## ")[0];
            var ids = notes.Split('\n').Where(line => line.StartsWith("- `", StringComparison.Ordinal)).SelectMany(line => line.Split(": ")[0].Split('`').Where((_, i) => i % 2 == 1));
            Assert.Empty(ids.Where(id => !source.Contains(id.Replace("ScriptFailed", "", StringComparison.Ordinal), StringComparison.Ordinal)).Select(id => $"{Path.GetFileName(page)}: {id}"));
        }
    }

    [Fact]
    public void Links_of_the_pages_lead_somewhere()
    {
        string[] pages = [.. Directory.GetFiles(Path.Combine(TestFiles.RepositoryRoot, "docs"), "*.md", SearchOption.AllDirectories), Path.Combine(TestFiles.RepositoryRoot, "README.md")];
        Assert.Contains(Path.Combine(Recipes, "README.md"), pages);
        foreach (string page in pages)
        {
            var targets = File.ReadAllText(page).Split("](").Skip(1).Select(rest => rest.Split(')')[0].Split('#')[0]).Where(target => target.Length > 0 && !target.Contains("://", StringComparison.Ordinal));
            Assert.Empty(targets.Where(target => !Path.Exists(Path.Combine(Path.GetDirectoryName(page)!, target))).Select(target => $"{Path.GetFileName(page)}: {target}"));
        }
    }

    public void Dispose() => _session.Dispose();

    /// <summary>Checks an example's syntax and the module's commands in it.</summary>
    /// <returns>The commands that it calls.</returns>
    private static string[] CheckExample(string page, string code, Dictionary<string, CmdletInfo> commands)
    {
        Ast script = Parser.ParseInput(code, out _, out ParseError[] errors);
        Assert.Empty(errors.Select(error => $"{page}: {error.Message} in {code}"));

        CommandAst[] calls = [.. script.FindAll(part => part is CommandAst, searchNestedScriptBlocks: true).Cast<CommandAst>()];
        foreach (CommandAst call in calls.Where(call => call.GetCommandName().Contains("-Match", StringComparison.Ordinal) || call.GetCommandName().EndsWith("ImageSignature", StringComparison.Ordinal)))
        {
            Assert.True(commands.TryGetValue(call.GetCommandName(), out CmdletInfo? command), $"{page}: there is no {call.GetCommandName()}.");
            Assert.Empty(call.CommandElements.OfType<CommandParameterAst>().Select(part => part.ParameterName).Except(command.Parameters.Keys, StringComparer.OrdinalIgnoreCase).Select(name => $"{page}: {command.Name} has no -{name}."));
        }

        return [.. calls.Select(call => call.GetCommandName())];
    }

    private IEnumerable<CmdletInfo> Commands() => _session.Run("Get-Command -Module ImageMatch").Clean().Select(command => (CmdletInfo)command.BaseObject);

    private PSObject Help(string name) => _session.Run("param($name) Get-Help $name -Full", name).Single();

    private IEnumerable<string> Examples(PSObject help) => _session.Run("param($help) $help.examples.example.code", help).Clean().Select(code => code.ToString());

    /// <summary>A property's text; that of its paragraphs where it holds paragraphs.</summary>
    private static string Text(PSObject help, string property) => help.Properties[property]?.Value switch
    {
        null => "",
        PSObject[] paragraphs => string.Concat(paragraphs.Select(paragraph => paragraph.Properties["Text"]?.Value)),
        { } value => value.ToString()!.Trim(),
    };
}
