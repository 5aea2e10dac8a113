using System.Text.Json.Serialization;

namespace ImageMatch.Backends.Elasticsearch;

/// <summary>Which process holds something of an index, and until when that is believed.</summary>
/// <param name="Owner">Tells one lease from another.</param>
/// <param name="Machine">Where the process runs.</param>
/// <param name="Process">Its number there.</param>
/// <param name="Started">When it started, for numbers are used again.</param>
/// <param name="Until">When it is taken for dead unless it says otherwise before.</param>
internal sealed record Lease(string Owner, string Machine, int Process, DateTimeOffset Started, DateTimeOffset Until)
{
    /// <summary>Longer than a process may be held up without being dead.</summary>
    public static readonly TimeSpan Duration = TimeSpan.FromMinutes(5);

    /// <summary>How often a lease is renewed.</summary>
    public static readonly TimeSpan RenewalInterval = Duration / 3;

    private static readonly TimeSpan StartTolerance = TimeSpan.FromSeconds(2);

    /// <summary>Whether nobody holds it any more. On the same machine that is known at once.</summary>
    [JsonIgnore]
    public bool IsAbandoned => Until < DateTimeOffset.UtcNow || (Machine == Environment.MachineName && !Runs());

    /// <summary>A lease of this process.</summary>
    public static Lease Take()
    {
        using var process = System.Diagnostics.Process.GetCurrentProcess();
        return new Lease(Guid.NewGuid().ToString("N"), Environment.MachineName, process.Id, process.StartTime, DateTimeOffset.UtcNow + Duration);
    }

    /// <summary>The lease from now on.</summary>
    public Lease Renewed() => this with { Until = DateTimeOffset.UtcNow + Duration };

    private bool Runs()
    {
        try
        {
            using var process = System.Diagnostics.Process.GetProcessById(Process);
            return (process.StartTime - Started).Duration() < StartTolerance;
        }
        catch (Exception error) when (error is ArgumentException or InvalidOperationException)
        {
            return false;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            // There is such a process, and it is another user's.
            return true;
        }
    }
}
