using System.Text.Json.Nodes;
using ImageMatch.Signatures;

namespace ImageMatch.Backends.Elasticsearch;

/// <summary>The fields of an index of our own, and those that an index of image_match gets from us.</summary>
internal static class IndexMapping
{
    public const int SchemaVersion = 1;

    /// <summary>Where the mapping's _meta says that the index is ours.</summary>
    public const string MetaName = "imagematch";

    /// <summary>Above this a word does not fit an integer.</summary>
    private const int MaxIntegerWordLength = 19;

    /// <summary>What a filter or a look-up asks for is indexed; the rest is there to be read.</summary>
    private const string OwnFieldTypes =
        """
        "source": {"type": "keyword"},
        "frame": {"type": "integer"},
        "length": {"type": "long"},
        "width": {"type": "integer"},
        "height": {"type": "integer"},
        "format": {"type": "keyword", "normalizer": "lowercase"},
        "modified": {"type": "long", "index": false},
        "hash": {"type": "binary", "doc_values": true},
        "frames": {"type": "integer", "index": false},
        "background": {"type": "keyword", "index": false},
        "signed": {"type": "long", "index": false},
        "algorithm": {"type": "integer", "index": false},
        "decoder": {"type": "keyword", "index": false},
        "decoder_version": {"type": "keyword", "index": false},
        "metadata_json": {"type": "object", "enabled": false},
        "metadata_unindexed": {"type": "boolean", "doc_values": false},
        "packed": {"type": "binary", "doc_values": true}
        """;

    /// <summary>OpenSearch would give it in milliseconds if it was not told how.</summary>
    private const string TimeField =
        """
        "timestamp": {"type": "date_nanos", "format": "strict_date_optional_time_nanos||epoch_millis"}
        """;

    /// <summary>Each code that a picture shares with a query scores 1; all that are asked for come as one text.</summary>
    private const string CodesField =
        """
        "codes": {"type": "keyword", "doc_values": false, "norms": false, "index_options": "docs", "similarity": "boolean", "split_queries_on_whitespace": true}
        """;

    /// <summary>
    /// The body that makes an index. Doc values hold a record in a third of the room that _source takes, which is left with the exact text of metadata. Its fields are mapped as they come: numbers as double, so that 1 and 1.5 agree, and text that looks like a date as text.
    /// </summary>
    /// <param name="profile">The profile of its signatures.</param>
    /// <param name="shards">Primary shards.</param>
    /// <param name="wordsRoot">Where image_match's fields are ("" for the top, or an object and a dot); null for an index without its words.</param>
    public static JsonNode Create(SignatureProfile profile, int shards, string? wordsRoot)
    {
        JsonNode body = JsonNode.Parse(
            $$$"""
            {
              "settings": {"number_of_shards": {{{shards}}}},
              "mappings": {
                "_meta": {"{{{MetaName}}}": {"schema": {{{SchemaVersion}}}, "profile": {{{SignatureProfileJson.Write(profile)}}} } },
                "dynamic": false,
                "date_detection": false,
                "numeric_detection": false,
                "_source": {"includes": ["metadata_json"]},
                "dynamic_templates": [
                  {"whole_numbers": {"path_match": "{{{wordsRoot}}}metadata.*", "match_mapping_type": "long", "mapping": {"type": "double", "coerce": false} } },
                  {"numbers": {"path_match": "{{{wordsRoot}}}metadata.*", "match_mapping_type": "double", "mapping": {"type": "double", "coerce": false} } },
                  {"text": {"path_match": "{{{wordsRoot}}}metadata.*", "match_mapping_type": "string", "mapping": {
                    "type": "text", "fields": {"keyword": {"type": "keyword", "ignore_above": 256, "normalizer": "lowercase"} } } }}
                ],
                "properties": {
                  {{{OwnFieldTypes}}},
                  "path": {"type": "keyword"},
                  "key": {"type": "keyword", "doc_values": false},
                  {{{TimeField}}},
                  "metadata": {"type": "object", "dynamic": true},
                  {{{CodesField}}}
                }
              }
            }
            """)!;
        if (wordsRoot is not null)
            AddWords(body["mappings"]!, profile.Options, wordsRoot);
        return body;
    }

    /// <summary>The body that makes an index of windows, whose documents are shaped as those of records.</summary>
    public static JsonNode CreateWindows(int shards) => JsonNode.Parse(
        $$"""
        {
          "settings": {"number_of_shards": {{shards}}},
          "mappings": {
            "dynamic": false,
            "_source": {"includes": ["metadata_json"]},
            "properties": {
              {{OwnFieldTypes}},
              "path": {"type": "keyword"},
              {{TimeField}},
              {{CodesField}}
            }
          }
        }
        """)!;

    /// <summary>What an index of image_match gets before we write to it: room for what image_match does not know, apart from its own fields.</summary>
    public static JsonNode OwnObject() => JsonNode.Parse(
        $$"""
        {"properties": {"{{IndexLayout.OwnObject}}": {"dynamic": false, "properties": { {{OwnFieldTypes}} } } } }
        """)!;

    /// <summary>image_match reads signatures, paths and metadata from _source, and searches words without reading them.</summary>
    private static void AddWords(JsonNode mappings, SignatureOptions options, string root)
    {
        mappings["_source"] = new JsonObject { ["excludes"] = new JsonArray("codes", "packed", $"{root}simple_word_*") };
        JsonObject ours = mappings["properties"]!.AsObject();
        JsonObject theirs = root.Length == 0 ? ours : [];
        if (root.Length > 0)
        {
            foreach (string name in new[] { "path", "timestamp", "metadata" })
            {
                JsonNode? field = ours[name];
                ours.Remove(name);
                theirs[name] = field;
            }

            ours[root[..^1]] = new JsonObject { ["properties"] = theirs };
        }

        theirs["signature"] = new JsonObject { ["type"] = "byte", ["index"] = false, ["doc_values"] = false };
        string type = options.WordLength > MaxIntegerWordLength ? "long" : "integer";
        for (int i = 0; i < options.WordCount; i++)
            theirs[FormattableString.Invariant($"simple_word_{i}")] = new JsonObject { ["type"] = type, ["doc_values"] = false };
    }
}
