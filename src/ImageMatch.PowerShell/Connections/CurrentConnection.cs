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
    private static readonly ConcurrentDictionary<string, DateTime> Files = new(StringComparer.Ordinal);
    private static MatchConnection? s_last;

    /// <summary>The files of the connections that were set in this process, the latest first.</summary>
    public static IEnumerable<string> RecentFiles => Files.OrderByDescending(file => file.Value).Select(file => file.Key);

    /// <summary>The runspace's connection; null where the default store is used.</summary>
    public static MatchConnection? Value
    {
        get => Connections.GetValue(Runspace.DefaultRunspace, _ => new StrongBox<MatchConnection?>(s_last)).Value;
        set
        {
            s_last = value;
            if (value is { IsFile: true })
            {
                Files[value.Path] = DateTime.UtcNow;
            }

            Connections.AddOrUpdate(Runspace.DefaultRunspace, new StrongBox<MatchConnection?>(value));
        }
    }
}
