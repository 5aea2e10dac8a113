using System.Text.Json;
using ImageMatch.Signatures;
using ImageMatch.Stores;

namespace ImageMatch.Backends.Elasticsearch;

/// <summary>From a name to an index that is known to be a store of this version, or image_match's, and of the profile asked for.</summary>
internal static class StoreOpening
{
    /// <summary>Looks at the index; makes it where it is missing and that is wanted. The index knows its layout afterwards.</summary>
    public static SignatureProfile Open(StoreIndex index, ElasticsearchStoreOptions options, CancellationToken cancellationToken)
    {
        if (index.Find(cancellationToken) is not { } state)
        {
            if (!options.Create)
                throw EngineErrors.NotFound(index.Name, options.Cluster.Uris[0]);
            CreateIndex(index, options, cancellationToken);
            state = index.State(cancellationToken);
        }

        if (options.ShardCount is { } count && count != state.ShardCount)
            throw Mismatch($"The index {options.Index} has {state.ShardCount} primary shards, and {count} were asked for. Leave out -ShardCount to use it as it is, or name another index to make one with as many.");
        index.Id = state.Id;
        LoadSettings.GiveBackAbandoned(index, state, cancellationToken);
        JsonElement mapping = state.Mapping;
        JsonElement ours = default;
        bool isOwn = mapping.TryGetProperty("_meta", out JsonElement meta) && meta.TryGetProperty(IndexMapping.MetaName, out ours);
        index.Layout = ReadLayout(mapping, isOwn, options);
        SignatureProfile stored = isOwn ? ReadProfile(ours, index.Name) : ForeignProfile.Read(index, options.Profile, cancellationToken);
        CheckProfile(stored, options.Profile?.Invoke(stored) ?? stored, index.Name);
        if (stored.CropTolerance != CropTolerance.None)
            GiveBackAbandoned(new StoreIndex(index.Client, index.Name + WindowIndex.Suffix, options.RefreshAfter), cancellationToken);
        return stored;
    }

    private static void GiveBackAbandoned(StoreIndex windows, CancellationToken cancellationToken)
    {
        if (windows.Find(cancellationToken) is { } state)
            LoadSettings.GiveBackAbandoned(windows, state, cancellationToken);
    }

    private static void CreateIndex(StoreIndex index, ElasticsearchStoreOptions options, CancellationToken cancellationToken)
    {
        // What image_match is to search must be signed as it signs.
        SignatureProfile usual = options.IsCompatible ? SignatureProfile.Reference : SignatureProfile.Default;
        SignatureProfile profile = options.Profile?.Invoke(usual) ?? usual;
        if (profile.CropTolerance != CropTolerance.None)
            new WindowIndex(index.Client, index.Name, options.RefreshAfter).Create(options.ShardCount ?? 1, cancellationToken);
        index.Create(IndexMapping.Create(profile, options.ShardCount ?? 1, options.WordsRoot), cancellationToken);
    }

    private static IndexLayout ReadLayout(JsonElement mapping, bool isOwn, ElasticsearchStoreOptions options)
    {
        IndexLayout layout = IndexLayout.Of(mapping, isOwn);
        if (!isOwn && !layout.HasWords)
        {
            throw new StoreException(
                StoreError.StoreUnreadable,
                $"The index {options.Index} was made neither by ImageMatch nor by image_match, which has a field simple_word_0. Name another index; adding a picture makes it.");
        }

        if (options.IsCompatible && !layout.HasWords)
            throw Mismatch($"The index {options.Index} was made without image_match's words. Leave out -Compatible and -DocumentType to use it as it is, or name another index to make one with them.");
        if (options.DocumentType is null)
            return layout;
        return layout.Roots.Contains(options.WordsRoot)
            ? layout with { Roots = [.. layout.Roots.Where(root => root != options.WordsRoot), options.WordsRoot!] }
            : throw Mismatch($"The index {options.Index} has no image_match documents below {options.DocumentType}: {layout}. Leave out -DocumentType to use it as it is.");
    }

    private static SignatureProfile ReadProfile(JsonElement ours, string name)
    {
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
            throw Mismatch(
                $"The index {name} was made with {string.Join("; ", differences)}. Leave the option out to use the store as it is, or name another index to make a store with it.");
        }
    }

    private static StoreException Mismatch(string message) => new(StoreError.StoreProfileMismatch, message);
}
