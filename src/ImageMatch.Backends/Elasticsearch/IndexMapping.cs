using System.Text.Json.Nodes;

namespace ImageMatch.Backends.Elasticsearch;

/// <summary>The fields of an index of our own.</summary>
internal static class IndexMapping
{
    public const int SchemaVersion = 1;

    /// <summary>Where the mapping's _meta says that the index is ours.</summary>
    public const string MetaName = "imagematch";

    /// <summary>
    /// The body that makes an index. Codes and the packed signature are not in _source: both can be had from the packed signature's doc value. Metadata is
    /// there as its exact text. Its fields are mapped as they come: numbers as double, so that 1 and 1.5 agree, and text that looks like a date as text.
    /// </summary>
    public static JsonNode Create(SignatureProfile profile, int shards) => JsonNode.Parse(
        $$$"""
        {
          "settings": {"number_of_shards": {{{shards}}}},
          "mappings": {
            "_meta": {"{{{MetaName}}}": {"schema": {{{SchemaVersion}}}, "profile": {{{SignatureProfileJson.Write(profile)}}} } },
            "dynamic": false,
            "date_detection": false,
            "numeric_detection": false,
            "_source": {"excludes": ["codes", "packed", "metadata"]},
            "dynamic_templates": [
              {"whole_numbers": {"path_match": "metadata.*", "match_mapping_type": "long", "mapping": {"type": "double", "coerce": false} } },
              {"numbers": {"path_match": "metadata.*", "match_mapping_type": "double", "mapping": {"type": "double", "coerce": false} } },
              {"text": {"path_match": "metadata.*", "match_mapping_type": "string", "mapping": {
                "type": "text", "fields": {"keyword": {"type": "keyword", "ignore_above": 256, "normalizer": "lowercase"} } } }}
            ],
            "properties": {
              "path": {"type": "keyword"},
              "source": {"type": "keyword", "doc_values": false},
              "frame": {"type": "integer"},
              "key": {"type": "keyword", "doc_values": false},
              "timestamp": {"type": "date_nanos"},
              "length": {"type": "long", "doc_values": false},
              "width": {"type": "integer", "doc_values": false},
              "height": {"type": "integer", "doc_values": false},
              "format": {"type": "keyword", "doc_values": false, "normalizer": "lowercase"},
              "file": {"type": "object", "enabled": false},
              "signer": {"type": "object", "enabled": false},
              "metadata_json": {"type": "object", "enabled": false},
              "metadata_unindexed": {"type": "boolean", "doc_values": false},
              "metadata": {"type": "object", "dynamic": true},
              "packed": {"type": "binary", "doc_values": true},
              "codes": {"type": "keyword", "doc_values": false, "norms": false, "index_options": "docs", "similarity": "boolean"}
            }
          }
        }
        """)!;
}
