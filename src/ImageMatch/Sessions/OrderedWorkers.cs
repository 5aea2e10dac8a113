using System.Collections.Concurrent;

namespace ImageMatch.Sessions;

/// <summary>Works on items on a few threads and gives the results back in the order of the items. One thread enqueues and takes.</summary>
internal sealed class OrderedWorkers<TItem, TResult> : IDisposable
{
    private readonly BlockingCollection<(TItem Item, TaskCompletionSource<TResult> Done)> _jobs = [];
    private readonly Queue<(TItem Item, Task<TResult> Task)> _order = new();
    private readonly Func<TItem, CancellationToken, TResult> _work;
    private readonly CancellationTokenSource _stop;
    private readonly int _workers;
    private int _started;

    public OrderedWorkers(int workers, Func<TItem, CancellationToken, TResult> work, CancellationToken cancellationToken)
    {
        _workers = workers;
        _work = work;
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
    }

    /// <summary>Items enqueued and not yet taken.</summary>
    public int Count => _order.Count;

    /// <summary>Whether so much waits that results should be taken before more is enqueued.</summary>
    public bool IsFull => _order.Count >= 4 * _workers;

    public void Enqueue(TItem item)
    {
        var done = new TaskCompletionSource<TResult>(TaskCreationOptions.RunContinuationsAsynchronously);
        _order.Enqueue((item, done.Task));
        _jobs.Add((item, done));
        if (_started < _workers)
        {
            new Thread(Run) { IsBackground = true, Name = $"ImageMatch worker {_started++}" }.Start();
        }
    }

    /// <summary>Takes the next result in order, waiting for it at most so long.</summary>
    /// <returns>False where it is not there yet, or nothing is enqueued.</returns>
    public bool TryTake(TimeSpan wait, out TItem item, out Task<TResult> task)
    {
        if (!_order.TryPeek(out var next) || !IsCompleted(next.Task, wait))
        {
            (item, task) = (default!, Task.FromResult(default(TResult)!));
            return false;
        }

        _order.Dequeue();
        (item, task) = next;
        return true;
    }

    /// <summary>Everything that is finished by now, also behind what is not; the rest is given up.</summary>
    public IEnumerable<(TItem Item, TResult Result)> Abandon()
    {
        _stop.Cancel();
        return _order.Where(job => job.Task.IsCompletedSuccessfully).Select(job => (job.Item, job.Task.Result));
    }

    /// <summary>Gives up everything that is not taken, finished or not.</summary>
    /// <returns>The items, in order.</returns>
    public IReadOnlyList<TItem> GiveUp()
    {
        _stop.Cancel();
        TItem[] items = [.. _order.Select(job => job.Item)];
        _order.Clear();
        return items;
    }

    public void Dispose()
    {
        // Threads that are still at work end by the token; the collection is left to the collector, since they may yet look at it.
        _stop.Cancel();
        _jobs.CompleteAdding();
    }

    private bool IsCompleted(Task task, TimeSpan wait) => task.IsCompleted || WaitHandle.WaitAny([((IAsyncResult)task).AsyncWaitHandle, _stop.Token.WaitHandle], wait) switch
    {
        0 => true,
        1 => throw new OperationCanceledException(_stop.Token),
        _ => false,
    };

    private void Run()
    {
        try
        {
            foreach (var (item, done) in _jobs.GetConsumingEnumerable(_stop.Token))
            {
                try
                {
                    done.SetResult(_work(item, _stop.Token));
                }
                catch (Exception exception)
                {
                    done.SetException(exception);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Stopped: nobody waits for the rest.
        }
    }
}
