using System.Text.Json;
using System.Text.Json.Nodes;

namespace ImageMatch.Backends.Elasticsearch;

/// <summary>The parts that queries are made of.</summary>
internal static class Queries
{
    public static JsonObject Everything => new() { ["match_all"] = new JsonObject() };

    public static JsonObject Nothing => new() { ["match_none"] = new JsonObject() };

    public static JsonArray Texts(IEnumerable<string> texts) => [.. texts.Select(text => (JsonNode)text)];

    public static JsonObject Ids(IEnumerable<string> ids) => new() { ["ids"] = new JsonObject { ["values"] = Texts(ids) } };

    public static JsonObject Term(string field, JsonNode value) => new() { ["term"] = new JsonObject { [field] = value } };

    /// <summary>Text in which letters from a to z count without case.</summary>
    public static JsonObject AnyCase(string field, string text) => new()
    {
        ["term"] = new JsonObject { [field] = new JsonObject { ["value"] = text, ["case_insensitive"] = true } },
    };

    public static JsonObject AnyTerm(string field, IEnumerable<string> values) => new() { ["terms"] = new JsonObject { [field] = Texts(values) } };

    /// <summary>A query that scores the words it finds, in a field that takes text apart where there are blanks.</summary>
    public static JsonObject AnyWord(string field, IEnumerable<string> words) => new() { ["match"] = new JsonObject { [field] = string.Join(' ', words) } };

    /// <summary>Text the words of which come one after the other.</summary>
    public static JsonObject Phrase(string field, string text) => new() { ["match_phrase"] = new JsonObject { [field] = text } };

    public static JsonObject Exists(string field) => new() { ["exists"] = new JsonObject { ["field"] = field } };

    /// <summary>What one query finds and another does not; null for nothing to leave out.</summary>
    public static JsonNode Without(JsonNode query, JsonNode? excluded) => excluded is null
        ? query
        : new JsonObject { ["bool"] = new JsonObject { ["filter"] = new JsonArray(query), ["must_not"] = new JsonArray(excluded) } };

    /// <summary>A query that scores 1, whatever it finds.</summary>
    public static JsonObject Constant(JsonNode query) => new() { ["constant_score"] = new JsonObject { ["filter"] = query } };

    public static JsonObject Range(string field, string bound, JsonNode value) => new() { ["range"] = new JsonObject { [field] = new JsonObject { [bound] = value } } };

    /// <summary>Text with * for any text, in which letters from a to z count without case.</summary>
    public static JsonObject Wildcard(string field, string pattern) => new()
    {
        ["wildcard"] = new JsonObject { [field] = new JsonObject { ["value"] = pattern, ["case_insensitive"] = true } },
    };

    /// <summary>All of these that are not null; everything if there is none.</summary>
    public static JsonNode All(IEnumerable<JsonNode?> queries)
    {
        JsonNode[] present = [.. queries.OfType<JsonNode>()];
        return present.Length == 0 ? Everything : present.Length == 1 ? present[0] : new JsonObject { ["bool"] = new JsonObject { ["filter"] = new JsonArray(present) } };
    }

    /// <summary>At least one of these.</summary>
    public static JsonNode Any(IReadOnlyList<JsonNode> queries) => queries.Count switch
    {
        0 => Nothing,
        1 => queries[0],
        _ => new JsonObject { ["bool"] = new JsonObject { ["should"] = new JsonArray([.. queries]), ["minimum_should_match"] = 1 } },
    };

    /// <summary>A query that the user wrote in the engine's language.</summary>
    public static JsonNode? Of(JsonElement? engineQuery) => engineQuery is { } query ? JsonNode.Parse(query.GetRawText()) : null;
}
