namespace ImageMatch.Sessions;

/// <summary>
/// Work on pictures as they come: they are posted, worked on in parallel, and answered for in the order in which they came. One thread posts and drains.
/// </summary>
/// <typeparam name="TResult">The answer to one picture.</typeparam>
public interface IPictureSession<out TResult> : IDisposable
{
    /// <summary>Whether answers should be taken before more is posted.</summary>
    bool IsFull { get; }

    /// <summary>Pictures posted and not yet answered for.</summary>
    int Waiting { get; }

    /// <summary>Has everything posted so far answered for, without waiting for more to make a batch.</summary>
    void Flush();

    /// <summary>The answers that are ready, in order; waits so long for the next where none is.</summary>
    /// <exception cref="Stores.StoreException">The store does not answer.</exception>
    /// <exception cref="OperationCanceledException">The session was cancelled.</exception>
    IReadOnlyList<TResult> Drain(TimeSpan wait);
}
