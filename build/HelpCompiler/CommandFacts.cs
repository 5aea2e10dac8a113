using System.Management.Automation;
using System.Reflection;

namespace ImageMatch.Help;

/// <summary>What a cmdlet says of itself: its parameter sets, as PowerShell reads them.</summary>
internal sealed record CommandFacts(string Name, IReadOnlyList<IReadOnlyList<ParameterFacts>> Sets)
{
    /// <summary>Every parameter once, by name.</summary>
    public IEnumerable<ParameterFacts> Parameters => Sets
        .SelectMany(set => set)
        .GroupBy(parameter => parameter.Name)
        .Select(same => ParameterFacts.Merge([.. same]))
        .OrderBy(parameter => parameter.Name, StringComparer.Ordinal);

    /// <summary>The cmdlets of an assembly, by name.</summary>
    public static IEnumerable<CommandFacts> ReadAll(string assemblyPath) => Assembly.LoadFrom(Path.GetFullPath(assemblyPath))
        .GetExportedTypes()
        .Select(type => (Type: type, Cmdlet: type.GetCustomAttribute<CmdletAttribute>()))
        .Where(type => type.Cmdlet is not null)
        .Select(type => Read(new CmdletInfo($"{type.Cmdlet!.VerbName}-{type.Cmdlet.NounName}", type.Type)))
        .OrderBy(command => command.Name, StringComparer.Ordinal);

    private static CommandFacts Read(CmdletInfo cmdlet) => new(cmdlet.Name, [
        .. cmdlet.ParameterSets.OrderByDescending(set => set.IsDefault).Select(set => (IReadOnlyList<ParameterFacts>)[
            .. set.Parameters
                .Where(parameter => !Cmdlet.CommonParameters.Contains(parameter.Name))
                .Select(ParameterFacts.Read)
                .OrderBy(parameter => parameter.Position ?? int.MaxValue)
                .ThenByDescending(parameter => parameter.IsMandatory)
                .ThenBy(parameter => Cmdlet.OptionalCommonParameters.Contains(parameter.Name))])]);
}
