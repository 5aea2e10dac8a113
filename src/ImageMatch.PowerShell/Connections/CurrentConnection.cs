using System.Collections.Concurrent;
using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;

namespace ImageMatch.PowerShell;

/// <summary>
/// The connection that commands use where none is given: one for each runspace. A runspace that never set one starts from the one last set in the process, so
/// that <c>ForEach-Object -Parallel</c> does not fall back to the default store in silence.
/// </summary>
internal static class CurrentConnection
{
    private static readonly ConditionalWeakTable<Runspace, StrongBox<MatchConnection?>> Connections = [];
    private static readonly ConcurrentDictionary<string, (MatchConnection Connection, DateTime Set)> Known = new(StringComparer.Ordinal);
    private static MatchConnection? s_last;

    /// <summary>The connections that were set in this process, one for each store, the latest first.</summary>
    public static IEnumerable<MatchConnection> Recent => Known.Values.OrderByDescending(known => known.Set).Select(known => known.Connection);

    /// <summary>The runspace's connection; null where the default store is used.</summary>
    public static MatchConnection? Value
    {
        get => Connections.GetValue(Runspace.DefaultRunspace, _ => new StrongBox<MatchConnection?>(s_last)).Value;
        set
        {
            s_last = value;
            if (value is not null)
            {
                Known[value.Path] = (value, DateTime.UtcNow);
            }

            Connections.AddOrUpdate(Runspace.DefaultRunspace, new StrongBox<MatchConnection?>(value));
        }
    }
}
