using System.Diagnostics;
using System.Management.Automation;

namespace ImageMatch.PowerShell;

/// <summary>Shows how far long work has come: nothing in the first second, then at most four times a second, and closed at the end.</summary>
internal sealed class ProgressReporter(Cmdlet command, string activity)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private string _activity = activity;
    private TimeSpan _next = Patience;
    private bool _isShown;

    /// <summary>Whether it is time to show something.</summary>
    public bool IsDue => _clock.Elapsed >= _next;

    private int Id => _activity.GetHashCode(StringComparison.Ordinal) & int.MaxValue;

    /// <summary>Goes on to another part of the work, with a bar and a clock of its own; nothing where it is at that part already.</summary>
    public void Begin(string activity)
    {
        if (activity == _activity)
        {
            return;
        }

        Close();
        _activity = activity;
        _clock.Restart();
        _next = Patience;
    }

    /// <summary>Shows work of which it is not known how much there is: what is done, and how fast.</summary>
    public void Report(long done, string current, long waiting = 0)
    {
        if (IsDue)
        {
            Show($"{done} done{(waiting == 0 ? "" : $", {waiting} in work")}, {done / _clock.Elapsed.TotalSeconds:0.#} a second", current);
        }
    }

    /// <summary>Shows work of which it is known how much there is: the part that is done, and the time left.</summary>
    public void ReportOf(long done, long total, string current)
    {
        if (IsDue)
        {
            var left = done == 0 ? -1 : _clock.Elapsed.TotalSeconds / done * Math.Max(0, total - done);
            Show($"{done} of {total}", current, (int)Math.Min(100, 100 * done / Math.Max(1, total)), (int)Math.Min(left, int.MaxValue));
        }
    }

    /// <summary>Takes the bar away.</summary>
    public void Close()
    {
        if (_isShown)
        {
            command.WriteProgress(new ProgressRecord(Id, _activity, "Done") { RecordType = ProgressRecordType.Completed });
            _isShown = false;
        }
    }

    private void Show(string status, string current, int percent = -1, int secondsLeft = -1)
    {
        _next = _clock.Elapsed + Interval;
        _isShown = true;
        command.WriteProgress(new ProgressRecord(Id, _activity, status) { CurrentOperation = current, PercentComplete = percent, SecondsRemaining = secondsLeft });
    }
}
