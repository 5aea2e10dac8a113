using System.Collections;
using System.Management.Automation.Language;
using System.Xml.Linq;
using ImageMatch.PowerShell.Tests.Sessions;

namespace ImageMatch.PowerShell.Tests;

/// <summary>How objects are shown: every type that commands emit, and every one within these, has a table and a list.</summary>
public class FormatTests
{
    [Fact]
    public void Every_object_has_a_table_and_a_list_of_its_own()
    {
        using var session = new PowerShellSession();
        Type[] types = [.. Emitted(session)];
        Assert.InRange(types.Length, 18, int.MaxValue);
        ILookup<string, XElement> views = Views().ToLookup(view => view.Element("ViewSelectedBy")!.Value);

        foreach (string control in new[] { "TableControl", "ListControl" })
            Assert.Empty(types.Where(type => views[type.FullName!].Count(view => view.Element(control) is not null) != 1).Select(type => $"{type.FullName} needs one {control}"));
        Assert.Empty(views.Select(view => view.Key).Except(types.Select(type => type.FullName)));
        Assert.Empty(types.SelectMany(type => views[type.FullName!].Descendants("PropertyName").Select(name => name.Value).Except(type.GetProperties().Select(property => property.Name)).Select(name => $"{type.FullName} has no {name}")));
    }

    private static IEnumerable<XElement> Views()
    {
        var manifest = (Hashtable)Parser.ParseFile(StagedModule.Manifest, out _, out _).Find(part => part is HashtableAst, searchNestedScriptBlocks: false).SafeGetValue();
        return ((object[])manifest["FormatsToProcess"]!).SelectMany(file => XDocument.Load(Path.Combine(Path.GetDirectoryName(StagedModule.Manifest)!, file.ToString()!)).Descendants("View"));
    }

    /// <summary>The module's own types that commands say they emit, and those of their properties.</summary>
    private static HashSet<Type> Emitted(PowerShellSession session)
    {
        var found = new HashSet<Type>();
        var open = new Queue<Type>(session.Run("Get-Command -Module ImageMatch").Clean()
            .SelectMany(command => ((CmdletInfo)command.BaseObject).OutputType)
            .Select(output => output.Type)
            .OfType<Type>());
        while (open.TryDequeue(out Type? type))
        {
            foreach (Type part in type.HasElementType ? [type.GetElementType()!] : type.GetGenericArguments())
                open.Enqueue(part);
            if (type is { HasElementType: false, IsEnum: false } && type.Assembly.GetName().Name!.StartsWith("ImageMatch", StringComparison.Ordinal) && found.Add(type))
            {
                foreach (var property in type.GetProperties().Where(property => !property.GetMethod!.IsStatic))
                    open.Enqueue(property.PropertyType);
            }
        }

        return found;
    }
}
