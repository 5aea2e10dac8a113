using System.Diagnostics;

namespace ImageMatch.Ratios;

/// <summary>Times actions in turns and takes medians.</summary>
internal static class Alternation
{
    /// <summary>The median seconds of each action; all run once to warm up, then all in turn, so many times.</summary>
    public static double[] Medians(int rounds, params Action[] actions) =>
        Medians(rounds, static () => Stopwatch.GetElapsedTime(0).TotalSeconds, actions);

    /// <summary>The same in seconds of processor time: for work of one thread beside that of one thread, on a machine that others use too.</summary>
    public static double[] ProcessorMedians(int rounds, params Action[] actions) =>
        Medians(rounds, static () => Environment.CpuUsage.TotalTime.TotalSeconds, actions);

    private static double[] Medians(int rounds, Func<double> clock, Action[] actions)
    {
        double[][] seconds = [.. actions.Select(_ => new double[rounds])];
        foreach (Action action in actions)
            action();

        for (int round = 0; round < rounds; round++)
        {
            for (int i = 0; i < actions.Length; i++)
            {
                double start = clock();
                actions[i]();
                seconds[i][round] = clock() - start;
            }
        }

        return [.. seconds.Select(side => side.Order().ElementAt(rounds / 2))];
    }
}
