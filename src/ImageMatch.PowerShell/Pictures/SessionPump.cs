using ImageMatch.Sessions;

namespace ImageMatch.PowerShell;

/// <summary>Carries the answers of a session to the pipeline, on the pipeline's thread.</summary>
internal interface ISessionPump : IDisposable
{
    /// <summary>Pictures posted and not yet answered for.</summary>
    int Waiting { get; }

    /// <summary>Carries what is ready, and more while the session is full.</summary>
    void Drain();

    /// <summary>Carries everything posted so far.</summary>
    void Flush();
}

/// <inheritdoc cref="ISessionPump"/>
internal sealed class SessionPump<TResult>(IPictureSession<TResult> session, Action<TResult> emit) : ISessionPump
{
    // Between two looks progress is shown.
    private static readonly TimeSpan Wait = TimeSpan.FromMilliseconds(250);

    public int Waiting => session.Waiting;

    public void Drain()
    {
        do
        {
            Carry(session.IsFull ? Wait : TimeSpan.Zero);
        }
        while (session.IsFull);
    }

    public void Flush()
    {
        session.Flush();
        while (session.Waiting > 0)
        {
            Carry(Wait);
        }
    }

    public void Dispose() => session.Dispose();

    private void Carry(TimeSpan wait)
    {
        foreach (var result in session.Drain(wait))
        {
            emit(result);
        }
    }
}
