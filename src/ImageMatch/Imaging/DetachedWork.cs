using System.Runtime.ExceptionServices;

namespace ImageMatch.Imaging;

/// <summary>
/// Runs work that may hang in native code, so that its caller can leave. Abandoned work keeps its thread and its memory until it ends by itself; threads
/// of work that ended are used again.
/// </summary>
internal static class DetachedWork
{
    private const int StackSize = 8 << 20;
    private static readonly TimeSpan IdleTime = TimeSpan.FromSeconds(10);
    private static readonly object Gate = new();
    private static readonly Queue<(Action Job, Action Report)> Jobs = new();
    private static int _waiting;

    /// <summary>Runs work on another thread and waits for it, not longer than the limit.</summary>
    /// <param name="work">Gets a token that ends when the caller leaves; what it allocates it must release itself.</param>
    /// <param name="limit">How long the caller waits.</param>
    /// <exception cref="TimeoutException">The limit has passed.</exception>
    /// <exception cref="OperationCanceledException">The caller's token was cancelled.</exception>
    public static T Run<T>(Func<CancellationToken, T> work, TimeSpan limit, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var left = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var token = left.Token;
        left.CancelAfter(limit);
        // Decoding takes longer than spinning is worth.
        var done = new ManualResetEventSlim(initialState: false, spinCount: 1);
        T? result = default;
        ExceptionDispatchInfo? failure = null;
        Start(
            () =>
            {
                try
                {
                    result = work(token);
                }
                catch (Exception e)
                {
                    failure = ExceptionDispatchInfo.Capture(e);
                }
            },
            () =>
            {
                done.Set();
                left.Dispose();
            });

        try
        {
            done.Wait(token);
            failure?.Throw();
            return result!;
        }
        catch (OperationCanceledException e) when (token.IsCancellationRequested)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw new TimeoutException(null, e);
        }
    }

    /// <summary>Has a job done by a thread that waits for one, or by a new one.</summary>
    /// <param name="job">Throws nothing.</param>
    /// <param name="report">Tells the caller; by then the thread counts as waiting, so that his next job does not start another one.</param>
    private static void Start(Action job, Action report)
    {
        lock (Gate)
        {
            Jobs.Enqueue((job, report));
            if (Jobs.Count > _waiting)
                new Thread(Work, StackSize) { IsBackground = true, Name = "ImageMatch decoding" }.Start();
            else
                Monitor.Pulse(Gate);
        }
    }

    private static void Work()
    {
        Monitor.Enter(Gate);
        _waiting++;
        while (Jobs.Count > 0 || Monitor.Wait(Gate, IdleTime) || Jobs.Count > 0)
        {
            if (!Jobs.TryDequeue(out var next))
                continue;

            _waiting--;
            Monitor.Exit(Gate);
            next.Job();
            Monitor.Enter(Gate);
            _waiting++;
            Monitor.Exit(Gate);
            next.Report();
            Monitor.Enter(Gate);
        }

        _waiting--;
        Monitor.Exit(Gate);
    }
}
