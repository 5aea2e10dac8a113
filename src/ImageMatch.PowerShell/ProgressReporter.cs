using System.Diagnostics;
using System.Management.Automation;

namespace ImageMatch.PowerShell;

/// <summary>Shows how far long work has come: nothing in the first second, then at most four times a second, and closed at the end.</summary>
internal sealed class ProgressReporter(Cmdlet command, string activity)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly int _id = activity.GetHashCode(StringComparison.Ordinal) & int.MaxValue;
    private TimeSpan _next = Patience;
    private bool _isShown;

    public void Report(long done, int waiting, string current)
    {
        if (IsDue())
        {
            var rate = done / _clock.Elapsed.TotalSeconds;
            Show($"{done} done, {waiting} in work, {rate:0.#} a second", current);
        }
    }

    /// <summary>Shows work of which it is known how much there is: the part that is done, and the time left.</summary>
    public void ReportOf(long done, long total, string current)
    {
        if (IsDue())
        {
            var left = done == 0 ? -1 : _clock.Elapsed.TotalSeconds / done * (total - done);
            Show($"{done} of {total}", current, (int)Math.Min(100, 100 * done / Math.Max(1, total)), (int)Math.Min(left, int.MaxValue));
        }
    }

    public void Close()
    {
        if (_isShown)
        {
            command.WriteProgress(new ProgressRecord(_id, activity, "Done") { RecordType = ProgressRecordType.Completed });
            _isShown = false;
        }
    }

    private bool IsDue() => _clock.Elapsed >= _next;

    private void Show(string status, string current, int percent = -1, int secondsLeft = -1)
    {
        _next = _clock.Elapsed + Interval;
        _isShown = true;
        command.WriteProgress(new ProgressRecord(_id, activity, status) { CurrentOperation = current, PercentComplete = percent, SecondsRemaining = secondsLeft });
    }
}
