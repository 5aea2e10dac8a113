using System.Management.Automation;

namespace ImageMatch.Help;

/// <summary>What a cmdlet says of a parameter, in one set or in all of them.</summary>
internal sealed record ParameterFacts(
    string Name,
    Type Type,
    bool IsMandatory,
    int? Position,
    bool FromPipeline,
    bool FromPipelineByName,
    bool TakesWildcards,
    IReadOnlyList<string> Aliases)
{
    private static readonly Dictionary<Type, string> ShortNames = new()
    {
        [typeof(string)] = "string", [typeof(int)] = "int", [typeof(long)] = "long", [typeof(double)] = "double", [typeof(object)] = "object", [typeof(Uri)] = "uri",
    };

    public bool IsSwitch => Type == typeof(SwitchParameter);

    public string TypeName => IsSwitch ? nameof(SwitchParameter) : NameOf(Type);

    public string PipelineInput => (FromPipeline, FromPipelineByName) switch
    {
        (true, true) => "True (ByValue, ByPropertyName)",
        (true, false) => "True (ByValue)",
        (false, true) => "True (ByPropertyName)",
        _ => "False",
    };

    public static ParameterFacts Read(CommandParameterInfo parameter) => new(
        parameter.Name,
        Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType,
        parameter.IsMandatory,
        parameter.Position < 0 ? null : parameter.Position,
        parameter.ValueFromPipeline,
        parameter.ValueFromPipelineByPropertyName,
        parameter.Attributes.OfType<SupportsWildcardsAttribute>().Any(),
        [.. parameter.Aliases]);

    /// <summary>One parameter from its several sets.</summary>
    public static ParameterFacts Merge(IReadOnlyList<ParameterFacts> sets) => sets[0] with
    {
        IsMandatory = sets.All(set => set.IsMandatory),
        Position = sets.Select(set => set.Position).FirstOrDefault(position => position is not null),
        FromPipeline = sets.Any(set => set.FromPipeline),
        FromPipelineByName = sets.Any(set => set.FromPipelineByName),
    };

    private static string NameOf(Type type) => type.IsArray ? NameOf(type.GetElementType()!) + "[]" : ShortNames.GetValueOrDefault(type, type.Name);
}
