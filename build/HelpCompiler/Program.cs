using System.Xml.Linq;
using ImageMatch.Help;

if (args is not [var assemblyPath, var docs, var output])
{
    Console.Error.WriteLine("Usage: HelpCompiler <assembly of the cmdlets> <folder of Markdown pages> <folder for the help files>");
    return 64;
}

Directory.CreateDirectory(output);
IEnumerable<XElement> commands = CommandFacts.ReadAll(assemblyPath)
    .Select(command => (Command: command, Page: Path.Combine(docs, command.Name + ".md")))
    .Where(command => File.Exists(command.Page))
    .Select(command => MamlWriter.Write(command.Command, HelpPage.Read(command.Page)));
MamlWriter.Document(commands).Save(Path.Combine(output, Path.GetFileName(assemblyPath) + "-Help.xml"));

foreach (string page in Directory.EnumerateFiles(docs, "about_*.md"))
{
    File.WriteAllText(Path.Combine(output, Path.GetFileNameWithoutExtension(page) + ".help.txt"), AboutWriter.Write(page));
}

return 0;
