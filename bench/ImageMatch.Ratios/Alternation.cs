using System.Diagnostics;

namespace ImageMatch.Ratios;

/// <summary>Times actions in turns and takes medians.</summary>
internal static class Alternation
{
    /// <summary>The median seconds of each action; all run once to warm up, then all in turn, so many times.</summary>
    public static double[] Medians(int rounds, params Action[] actions)
    {
        double[][] seconds = [.. actions.Select(_ => new double[rounds])];
        foreach (Action action in actions)
            action();

        for (int round = 0; round < rounds; round++)
        {
            for (int i = 0; i < actions.Length; i++)
            {
                long start = Stopwatch.GetTimestamp();
                actions[i]();
                seconds[i][round] = Stopwatch.GetElapsedTime(start).TotalSeconds;
            }
        }

        return [.. seconds.Select(side => side.Order().ElementAt(rounds / 2))];
    }
}
