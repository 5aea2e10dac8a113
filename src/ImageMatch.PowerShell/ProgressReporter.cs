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
        if (_clock.Elapsed < _next)
        {
            return;
        }

        _next = _clock.Elapsed + Interval;
        _isShown = true;
        var rate = done / _clock.Elapsed.TotalSeconds;
        command.WriteProgress(new ProgressRecord(_id, activity, $"{done} done, {waiting} in work, {rate:0.#} a second") { CurrentOperation = current });
    }

    public void Close()
    {
        if (_isShown)
        {
            command.WriteProgress(new ProgressRecord(_id, activity, "Done") { RecordType = ProgressRecordType.Completed });
            _isShown = false;
        }
    }
}
