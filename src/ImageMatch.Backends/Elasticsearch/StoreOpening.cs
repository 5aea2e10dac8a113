using System.Net;
using System.Text.Json;
using ImageMatch.Backends.Elasticsearch.Rest;
using ImageMatch.Stores;

namespace ImageMatch.Backends.Elasticsearch;

/// <summary>From a name to an index that is known to be a store of this version and of the profile asked for.</summary>
internal static class StoreOpening
{
    /// <summary>Looks at the index; makes it where it is missing and that is wanted.</summary>
    public static SignatureProfile Open(StoreIndex index, ElasticsearchStoreOptions options, CancellationToken cancellationToken)
    {
        if (ReadMapping(index, cancellationToken) is not { } mapping)
        {
            if (!options.Create)
                throw EngineErrors.NotFound(index.Name, options.Cluster.Uris[0]);
            SignatureProfile wanted = options.Profile?.Invoke(SignatureProfile.Default) ?? SignatureProfile.Default;
            CreateIndex(index, wanted, options, cancellationToken);
            mapping = ReadMapping(index, cancellationToken) ?? throw EngineErrors.NotFound(index.Name, options.Cluster.Uris[0]);
        }

        LoadSettings.GiveBackAbandoned(index, mapping, cancellationToken);
        SignatureProfile stored = ReadProfile(mapping, index.Name);
        CheckProfile(stored, options.Profile?.Invoke(stored) ?? stored, index.Name);
        return stored;
    }

    private static JsonElement? ReadMapping(StoreIndex index, CancellationToken cancellationToken)
    {
        try
        {
            JsonProperty[] indices = [.. index.Get("_mapping", cancellationToken).EnumerateObject()];
            if (indices.Length != 1)
            {
                throw new StoreException(
                    StoreError.StoreUnreadable, $"{index.Name} stands for {indices.Length} indices ({string.Join(", ", indices.Select(each => each.Name))}); name one of them.");
            }

            return indices[0].Value.GetProperty("mappings");
        }
        catch (RestException error) when (error.Status == HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    private static void CreateIndex(StoreIndex index, SignatureProfile profile, ElasticsearchStoreOptions options, CancellationToken cancellationToken)
    {
        try
        {
            byte[] body = JsonSerializer.SerializeToUtf8Bytes(IndexMapping.Create(profile, options.Shards));
            index.Client.Send(HttpMethod.Put, Uri.EscapeDataString(index.Name), body, cancellationToken);
        }
        catch (RestException error) when (error.Type == "resource_already_exists_exception")
        {
            // Another came first, or the answer to our own request was lost.
        }
    }

    private static SignatureProfile ReadProfile(JsonElement mapping, string name)
    {
        if (!mapping.TryGetProperty("_meta", out JsonElement meta) || !meta.TryGetProperty(IndexMapping.MetaName, out JsonElement ours))
        {
            throw new StoreException(
                StoreError.StoreUnreadable, $"The index {name} was not made by ImageMatch. Name another index; adding a picture makes it.");
        }

        int version = ours.GetProperty("schema").GetInt32();
        if (version > IndexMapping.SchemaVersion)
        {
            throw new StoreException(
                StoreError.StoreNewerSchema,
                $"The index {name} has version {version}; this version of ImageMatch knows versions up to {IndexMapping.SchemaVersion}. Update ImageMatch.");
        }

        try
        {
            return SignatureProfileJson.Read(ours.GetProperty("profile").GetRawText());
        }
        catch (JsonException error)
        {
            throw new StoreException(StoreError.StoreUnreadable, $"The index {name} was made with options that this version of ImageMatch does not know.", error);
        }
    }

    private static void CheckProfile(SignatureProfile stored, SignatureProfile requested, string name)
    {
        string[] differences =
        [
            .. SignatureProfileJson.Differences(stored, requested).Select(choice => $"{choice.Name} {choice.First}, and {choice.Second} was asked for"),
        ];
        if (differences.Length > 0)
        {
            throw new StoreException(
                StoreError.StoreProfileMismatch,
                $"The index {name} was made with {string.Join("; ", differences)}. Leave the option out to use the store as it is, or name another index to make a store with it.");
        }
    }
}
