using System.Globalization;
using System.Text.Json;

namespace ImageMatch.Backends.Elasticsearch;

/// <summary>What the cluster says of an index at one moment.</summary>
/// <param name="Id">What tells it from one of the same name made later.</param>
/// <param name="Mapping">Its mapping.</param>
/// <param name="Settings">Its settings, each by its full name.</param>
internal sealed record IndexState(string Id, JsonElement Mapping, JsonElement Settings)
{
    /// <summary>How many primary shards it has.</summary>
    public int ShardCount => int.Parse(Setting("index.number_of_shards")!, CultureInfo.InvariantCulture);

    /// <summary>A setting; null where the index has the engine's default.</summary>
    public string? Setting(string name) => Settings.TryGetProperty(name, out JsonElement value) ? value.GetString() : null;
}
