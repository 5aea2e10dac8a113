using ImageMatch.Stores;
using Microsoft.Data.Sqlite;

namespace ImageMatch.Backends.Sqlite;

/// <summary>The ledger as a table of the store's file.</summary>
internal sealed class DecisionTable(SqliteFile file) : IDecisionLedger
{
    /// <inheritdoc/>
    public IReadOnlyList<MatchDecision> Get(CancellationToken cancellationToken = default) => file.Use(session => session.Query(Sql.AllDecisions, Read));

    /// <inheritdoc/>
    public void Set(IReadOnlyList<MatchDecision> decisions, CancellationToken cancellationToken = default)
    {
        MatchDecision[] kept = [.. decisions.Select(decision => decision.Checked())];
        if (kept.Length == 0)
            return;

        file.Write(
            session =>
            {
                foreach (MatchDecision decision in kept)
                {
                    session.Execute(
                        Sql.WriteDecision, decision.Key, decision.Decision.ToString(), decision.ContentHash, decision.OtherContentHash, decision.Path,
                        decision.OtherPath, decision.Note, RecordRow.WriteTime(decision.Decided));
                }

                return kept.Length;
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public IReadOnlyCollection<string> Remove(IReadOnlyCollection<string> keys, CancellationToken cancellationToken = default) => file.Write(
        session => keys.Distinct().SelectMany(key => session.Query(Sql.RemoveDecision, row => row.GetString(0), key)).ToList(),
        cancellationToken);

    private static MatchDecision Read(SqliteDataReader row) => new()
    {
        Decision = Enum.Parse<DecisionKind>(row.GetString(0)),
        ContentHash = row.GetString(1),
        OtherContentHash = Text(row, 2),
        Path = Text(row, 3),
        OtherPath = Text(row, 4),
        Note = Text(row, 5),
        Decided = RecordRow.ReadTime(row.GetInt64(6)),
    };

    private static string? Text(SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}
