using System.Management.Automation;

namespace ImageMatch.PowerShell;

/// <summary>Shows how many pictures are done, and the time left where it can be found out how many there are.</summary>
internal sealed class PictureProgress(Cmdlet command, string activity) : IDisposable
{
    private readonly ProgressReporter _reporter = new(command, activity);
    private readonly CancellationTokenSource _end = new();
    private Task<long>? _total;
    private long _taken;
    private long _done;

    /// <summary>Counts all pictures; null where they come from a pipeline, of which nobody knows how long it is. Called on another thread, and for long work alone.</summary>
    public Func<CancellationToken, long>? Count { get; set; }

    /// <summary>Goes on to another part of the work, which counts anew.</summary>
    public void Begin(string part, Func<CancellationToken, long>? count = null)
    {
        _reporter.Begin(part);
        (_total, _taken, _done, Count) = (null, 0, 0, count);
    }

    public void Take() => _taken++;

    /// <summary>Counts a picture as done.</summary>
    public void Finish(string path)
    {
        _done++;
        if (!_reporter.IsDue)
        {
            return;
        }

        _total ??= Count is { } count ? Run(count, _end.Token) : null;
        if (_total is { IsCompletedSuccessfully: true, Result: var total } && total >= _done)
        {
            _reporter.ReportOf(_done, total, path);
        }
        else
        {
            _reporter.Report(_done, path, _taken - _done);
        }
    }

    public void Close() => _reporter.Close();

    /// <summary>Ends counting.</summary>
    public void Dispose()
    {
        _end.Cancel();
        _end.Dispose();
    }

    /// <summary>On a thread of its own: those of the pool are busy with the pictures.</summary>
    private static Task<long> Run(Func<CancellationToken, long> count, CancellationToken token) =>
        Task.Factory.StartNew(() => count(token), token, TaskCreationOptions.LongRunning, TaskScheduler.Default);
}
