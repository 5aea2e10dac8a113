using ImageMatch.Backends.Elasticsearch;
using ImageMatch.Backends.Sqlite;
using ImageMatch.Imaging;
using ImageMatch.Sessions;
using ImageMatch.Signatures;
using ImageMatch.Stores;
using ImageMatch.Synchronization;

namespace ImageMatch.PowerShell;

/// <summary>Which store commands use, and how it is opened. The store itself is opened by each command and closed at its end.</summary>
public sealed record MatchConnection
{
    /// <summary>The environment variable that moves the default store.</summary>
    public const string StoreVariable = "IMAGEMATCH_STORE";

    /// <summary>Common to all copies of a connection.</summary>
    private readonly Sighting _sighting = new();

    /// <summary>A connection to a store in a file.</summary>
    /// <param name="path">The file's absolute path.</param>
    public MatchConnection(string path) => Path = path;

    /// <summary>A connection to an index of a cluster.</summary>
    internal MatchConnection(ElasticsearchStoreOptions cluster)
        : this($"{cluster.Cluster.Uris[0].GetLeftPart(UriPartial.Authority)}/{cluster.Index}") => Cluster = cluster;

    /// <summary>The store's file, or the address of its index.</summary>
    public string Path { get; }

    /// <summary>What tells apart local paths of several machines in one store; null for the store's own choice.</summary>
    public string? Source { get; init; }

    /// <summary>The transparency asked for; null for the store's.</summary>
    public Transparency? Transparency { get; init; }

    /// <summary>The EXIF orientation asked for; null for the store's.</summary>
    public ExifOrientation? ExifOrientation { get; init; }

    /// <summary>The crop tolerance asked for; null for the store's.</summary>
    public CropTolerance? CropTolerance { get; init; }

    /// <summary>Changes to the signature's options that were asked for.</summary>
    public Func<SignatureOptions, SignatureOptions>? Options { get; init; }

    /// <summary>Whether a network file system is accepted.</summary>
    public bool Force { get; init; }

    /// <summary>Whether the store is there; of an index whether it was when it was last used.</summary>
    public bool Exists => Cluster is null ? File.Exists(Path) : _sighting.IsThere;

    /// <summary>The engine of the store; like all that follows null where there is no store yet, or nobody asked.</summary>
    public string? Product => Store?.Product;

    /// <summary>The engine's version.</summary>
    public string? Version => Store?.Version;

    /// <summary>How many records the store holds.</summary>
    public long? Count => Store?.Count;

    /// <summary>How many bytes the store takes.</summary>
    public long? Bytes => Store?.Bytes;

    /// <summary>How a cluster says that the index is: green, yellow or red.</summary>
    public string? Health => Store?.Health;

    /// <summary>Whose documents an index holds and in which shape; null for a file.</summary>
    public string? Layout => Store?.Layout;

    /// <summary>The version of the store's tables.</summary>
    public int? SchemaVersion => Store?.SchemaVersion;

    /// <summary>The profile of the store's signatures.</summary>
    public SignatureProfile? Profile => Store?.Profile;

    /// <summary>The first node of a cluster; null for a file.</summary>
    internal Uri? Node => Cluster?.Cluster.Uris[0];

    internal StoreDescription? Store { get; init; }

    private ElasticsearchStoreOptions? Cluster { get; }

    /// <summary>The connection that holds where none was set.</summary>
    public static MatchConnection Default
    {
        get
        {
            var path = Environment.GetEnvironmentVariable(StoreVariable);
            var data = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
            return new MatchConnection(string.IsNullOrEmpty(path)
                ? System.IO.Path.Combine(data, "ImageMatch", "images.db")
                : System.IO.Path.GetFullPath(path));
        }
    }

    /// <summary>Opens the store.</summary>
    /// <param name="create">Whether a store is made where there is none.</param>
    /// <exception cref="StoreException">There is none, or it cannot be used.</exception>
    public ISignatureStore Open(bool create = false) => Open(create, Request);

    /// <summary>Opens the store, or makes it, for signatures of a profile.</summary>
    /// <exception cref="StoreException">It is there with another profile, the connection asks for another, or it cannot be used.</exception>
    public ISignatureStore OpenFor(SignatureProfile profile)
    {
        StoreCopy.CheckProfile(profile, Request(profile));
        return Open(create: true, _ => profile);
    }

    /// <summary>Sets the index up for much to be added at once; null where the store is a file, which needs nothing of the kind.</summary>
    /// <exception cref="StoreException">The index is not there, or its settings may not be changed.</exception>
    public FastLoad? BeginFastLoad(CancellationToken cancellationToken = default) => Cluster is null ? null : FastLoad.Begin(Cluster, cancellationToken);

    /// <summary>Keeps other syncs of the store off folders: by files beside its own, or by a lease in an index beside its own.</summary>
    /// <param name="folders">Absolute paths.</param>
    /// <param name="source">The store's source of local paths; null for a store that is yet to be made.</param>
    /// <exception cref="StoreException">Locks cannot be written there.</exception>
    internal FolderLock LockFolders(IReadOnlyList<string> folders, string? source, CancellationToken cancellationToken) => Cluster is null
        ? FolderFileLock.Acquire(Path + "-sync", folders)
        : SyncLease.Acquire(Cluster, source ?? Source ?? Environment.MachineName, folders, cancellationToken);

    /// <summary>The profile that a new store of this connection gets, or that of the one that is there.</summary>
    public SignatureProfile ResolveProfile()
    {
        using var store = OpenExisting();
        return store?.Profile ?? Request(Cluster is { IsCompatible: true } ? SignatureProfile.Reference : SignatureProfile.Default);
    }

    /// <summary>Opens the store; null where there is none.</summary>
    /// <exception cref="StoreException">It cannot be used.</exception>
    internal ISignatureStore? OpenExisting()
    {
        try
        {
            return Open();
        }
        catch (StoreException error) when (error.Error == StoreError.StoreNotFound)
        {
            _sighting.IsThere = false;
            return null;
        }
    }

    /// <inheritdoc/>
    public override string ToString() => Path;

    private ISignatureStore Open(bool create, Func<SignatureProfile, SignatureProfile> profile)
    {
        ISignatureStore store = Cluster is { } cluster
            ? ElasticsearchStore.Open(cluster with { Create = create, Source = Source, Profile = profile })
            : SqliteStore.Open(Path, new SqliteStoreOptions
            {
                Create = create,
                Force = Force,
                Source = Source ?? "",
                Profile = profile,
            });
        _sighting.IsThere = true;
        return store;
    }

    private SignatureProfile Request(SignatureProfile profile) => profile with
    {
        Transparency = Transparency ?? profile.Transparency,
        ExifOrientation = ExifOrientation ?? profile.ExifOrientation,
        CropTolerance = CropTolerance ?? profile.CropTolerance,
        Options = Options is null ? profile.Options : Options(profile.Options),
    };

    private sealed class Sighting
    {
        public volatile bool IsThere;
    }
}
