using ImageMatch.Stores;
using Microsoft.Data.Sqlite;

namespace ImageMatch.Backends.Sqlite;

/// <summary>Where a record has its place in the order of records, without the record.</summary>
internal readonly record struct Place(long Number, string Path, int Frame)
{
    /// <summary>The records of a path, of any source and frame.</summary>
    public static IEnumerable<Place> OfPath(SqliteSession session, string path)
    {
        string compared = RecordKey.ComparedForm(path);
        return session.Query(Sql.PlacesOfPath, Read, RecordRow.HashPath(path)).Where(place => RecordKey.ComparedForm(place.Path) == compared);
    }

    /// <summary>The record of an id, if there is one.</summary>
    public static IEnumerable<Place> OfId(SqliteSession session, string id) => session.Query(Sql.PlaceOfId, Read, RecordRow.WriteHex(id));

    private static Place Read(SqliteDataReader row) => new(row.GetInt64(0), row.GetString(1), row.GetInt32(2));
}
