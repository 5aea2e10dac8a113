namespace ImageMatch.Backends.Sqlite;

/// <summary>How a store file is opened.</summary>
public sealed record SqliteStoreOptions
{
    /// <summary>Whether the file, and the folder it lies in, are made where they are missing.</summary>
    public bool Create { get; init; }

    /// <summary>Whether a file on a network file system is accepted.</summary>
    public bool Force { get; init; }

    /// <summary>
    /// What is asked of the profile: given the store's (or the default one for a new store), returns it with the choices that were asked for. A difference
    /// from a present store's is an error; null adopts whatever is there.
    /// </summary>
    public Func<SignatureProfile, SignatureProfile>? Profile { get; init; }

    /// <summary>The source of local paths; empty unless several machines share the file.</summary>
    public string Source { get; init; } = "";

    /// <summary>How long others may keep the file locked.</summary>
    public TimeSpan BusyTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a session stays open after its last use.</summary>
    internal TimeSpan IdleTimeout { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How many pages the file may grow to; 0 for as many as the disk holds.</summary>
    internal int MaxPages { get; init; }

    /// <summary>How many changes of signatures are worth a file beside the store, at least.</summary>
    internal int LeastKept { get; init; } = 20_000;

    /// <summary>Tells whether a full path lies on a network file system.</summary>
    internal Func<string, bool> IsNetworkLocation { get; init; } = NetworkLocation.Contains;
}
