using System.Text.Json;
using ImageMatch.Stores;

namespace ImageMatch.Backends.Sqlite;

/// <summary>From a path to a file that is known to be a store of this version and of the profile asked for.</summary>
internal static class SqliteStoreOpening
{
    /// <summary>The name in the table of facts that the store's id has.</summary>
    public const string StoreIdName = "store_id";

    private const string ProfileName = "profile";

    /// <summary>Opens the file, makes it where it is missing and that is wanted, and brings it up where it is older.</summary>
    public static (SqliteFile File, SignatureProfile Profile) Open(string path, SqliteStoreOptions options)
    {
        if (Directory.Exists(path))
            throw SqliteErrors.Folder(path);
        if (!options.Create && !File.Exists(path))
            throw SqliteErrors.NotFound(path);

        bool isNetwork = options.IsNetworkLocation(path);
        if (isNetwork && !options.Force)
        {
            throw new StoreException(
                StoreError.StoreLocationRefused,
                $"{path} is on a network file system, where locks may fail and damage the store. Use a local file, or -Force if one machine alone writes.");
        }

        if (!File.Exists(path))
            CreateFolder(path);
        var file = new SqliteFile(path, options);
        try
        {
            file.Use(session => Prepare(session, path, options, isNetwork));
            (string storeId, string json) = file.Read(session => (ReadMeta(session, StoreIdName), ReadMeta(session, ProfileName)));
            file.StoreId = storeId;
            SignatureProfile profile = ReadProfile(json, path);
            CheckProfile(profile, path, options);
            return (file, profile);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Looks at what the file is and makes it a store of the present version.</summary>
    private static bool Prepare(SqliteSession session, string path, SqliteStoreOptions options, bool isNetwork)
    {
        int version = CheckVersion(session, path);
        if (version == 0 && !options.Create)
            throw SqliteErrors.NotFound(path);
        if (session.IsReadOnly)
            return version == SqliteSchema.CurrentVersion ? true : throw SqliteErrors.ReadOnly(path);

        string mode = isNetwork ? "delete" : "wal";
        if (session.Scalar<string>("PRAGMA journal_mode") != mode)
            session.Scalar<string>($"PRAGMA journal_mode = {mode}");
        if (version == SqliteSchema.CurrentVersion)
            return true;

        session.ExecuteScript("BEGIN IMMEDIATE");
        // Another process may have come first.
        version = CheckVersion(session, path);
        session.Define(SqliteSchema.PathHashFunction, RecordRow.HashPath);
        if (version < SqliteSchema.CurrentVersion)
            session.ExecuteScript(SqliteSchema.Upgrade(version, SqliteSchema.CurrentVersion));
        if (version == 0)
        {
            SignatureProfile profile = options.Profile?.Invoke(SignatureProfile.Default) ?? SignatureProfile.Default;
            session.Execute(Sql.WriteMeta, StoreIdName, Guid.NewGuid().ToString("N"));
            session.Execute(Sql.WriteMeta, ProfileName, SignatureProfileJson.Write(profile));
        }

        session.ExecuteScript("COMMIT");
        return true;
    }

    /// <summary>The schema's version; 0 for an empty file.</summary>
    private static int CheckVersion(SqliteSession session, string path)
    {
        long application = session.Scalar<long>("PRAGMA application_id");
        long version = session.Scalar<long>("PRAGMA user_version");
        if (application == SqliteSchema.ApplicationId)
        {
            return version <= SqliteSchema.CurrentVersion
                ? (int)version
                : throw new StoreException(
                    StoreError.StoreNewerSchema,
                    $"The store {path} has version {version}; this ImageMatch knows versions up to {SqliteSchema.CurrentVersion}. Update ImageMatch.");
        }

        bool isEmpty = application == 0 && version == 0 && session.Scalar<long>("SELECT count(*) FROM sqlite_schema") == 0;
        return isEmpty ? 0 : throw SqliteErrors.Foreign(path);
    }

    private static string ReadMeta(SqliteSession session, string name) => session.Scalar<string>(Sql.ReadMeta, name) ?? "";

    private static SignatureProfile ReadProfile(string json, string path)
    {
        try
        {
            return SignatureProfileJson.Read(json);
        }
        catch (JsonException error)
        {
            throw new StoreException(StoreError.StoreUnreadable, $"The store {path} was made with options that this ImageMatch does not know.", error);
        }
    }

    private static void CheckProfile(SignatureProfile stored, string path, SqliteStoreOptions options)
    {
        SignatureProfile requested = options.Profile?.Invoke(stored) ?? stored;
        string[] differences =
        [
            .. SignatureProfileJson.Differences(stored, requested).Select(choice => $"{choice.Name} {choice.First}, and {choice.Second} was asked for"),
        ];
        if (differences.Length > 0)
        {
            throw new StoreException(
                StoreError.StoreProfileMismatch,
                $"The store {path} was made with {string.Join("; ", differences)}. Leave the option out to use the store as it is, or name another file for a new one.");
        }
    }

    private static void CreateFolder(string path)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new StoreException(StoreError.StoreReadOnly, $"The folder of {path} cannot be made: {error.Message}", error);
        }
    }
}
