using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ImageMatch.Stores;

/// <summary>Decisions as JSON, one on a line, to be kept in a file or taken to another store.</summary>
public static class DecisionLines
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        PropertyNameCaseInsensitive = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        IgnoreReadOnlyProperties = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter<DecisionKind>(namingPolicy: null, allowIntegerValues: false) },
    };

    /// <summary>A decision in one line.</summary>
    public static string Write(MatchDecision decision) => JsonSerializer.Serialize(decision, Options);

    /// <summary>Reads a line.</summary>
    /// <exception cref="StoreException">It is no decision (<see cref="StoreError.DecisionRefused"/>).</exception>
    public static MatchDecision Read(string line)
    {
        try
        {
            return JsonSerializer.Deserialize<MatchDecision>(line, Options)?.Checked() ?? throw new JsonException("null is no decision.");
        }
        catch (JsonException error)
        {
            string shown = line.Length <= 80 ? line : line[..80] + "…";
            throw new StoreException(StoreError.DecisionRefused, $"'{shown}' is no decision as Get-MatchDecision -AsJson writes them: {error.Message}", error);
        }
    }
}
