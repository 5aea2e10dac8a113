using System.Diagnostics;

namespace ImageMatch.Ratios;

/// <summary>Seconds on the wall and of all processors.</summary>
internal readonly record struct Cost(double Wall, double Processor)
{
    public static Cost operator +(Cost one, Cost other) => new(one.Wall + other.Wall, one.Processor + other.Processor);

    public static Cost Of(Action action)
    {
        double processor = Environment.CpuUsage.TotalTime.TotalSeconds;
        long start = Stopwatch.GetTimestamp();
        action();
        return new(Stopwatch.GetElapsedTime(start).TotalSeconds, Environment.CpuUsage.TotalTime.TotalSeconds - processor);
    }
}
