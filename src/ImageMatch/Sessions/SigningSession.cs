using ImageMatch.Imaging;

namespace ImageMatch.Sessions;

/// <summary>Signs pictures as they come, in parallel, and hands the signatures out in the order of the pictures.</summary>
public sealed class SigningSession : IPictureSession<SigningResult>
{
    private readonly OrderedWorkers<ImageInput, IReadOnlyList<SignedFrame>> _workers;

    /// <summary>Begins a session.</summary>
    /// <param name="signer">What signs.</param>
    /// <param name="throttleLimit">Pictures signed at once.</param>
    /// <param name="allOrientations">Whether the signatures of all 16 orientations are wanted too.</param>
    /// <param name="allFrames">Whether every page or frame of a file is signed, not only the first.</param>
    /// <param name="toAsk">Whether the pictures are to be asked for rather than kept: it decides which windows are signed, where the profile wants any.</param>
    public SigningSession(
        ImageSigner signer, int throttleLimit, bool allOrientations, CancellationToken cancellationToken, bool allFrames = false, bool toAsk = false) =>
        _workers = new OrderedWorkers<ImageInput, IReadOnlyList<SignedFrame>>(
            throttleLimit,
            (input, token) =>
                allFrames ? signer.SignFrames(input, allOrientations, toAsk, token)
                : toAsk ? [new SignedFrame(input.Frame, signer.SignToAsk(input, allOrientations, withWindows: false, token))]
                : [new SignedFrame(input.Frame, signer.Sign(input, allOrientations, token))],
            cancellationToken);

    /// <inheritdoc/>
    public bool IsFull => _workers.IsFull;

    /// <inheritdoc/>
    public int Waiting => _workers.Count;

    /// <summary>Takes a picture.</summary>
    public void Post(ImageInput input) => _workers.Enqueue(input);

    /// <inheritdoc/>
    public void Flush()
    {
        // Nothing is held back.
    }

    /// <inheritdoc/>
    public IReadOnlyList<SigningResult> Drain(TimeSpan wait)
    {
        var results = new List<SigningResult>();
        while (_workers.TryTake(results.Count == 0 ? wait : TimeSpan.Zero, out var input, out var task))
        {
            results.AddRange(task.IsCompletedSuccessfully
                ? task.Result.Select(frame => new SigningResult(input, frame.Signed, frame.Error) { Frame = frame.Frame })
                : [new SigningResult(input, null, task.Exception!.InnerException)]);
        }

        return results;
    }

    /// <inheritdoc/>
    public void Dispose() => _workers.Dispose();
}

/// <summary>A signed picture, or the reason why it was not signed.</summary>
/// <param name="Input">Where it is.</param>
/// <param name="Signed">Its signature; null where there is an error.</param>
/// <param name="Error">Why it was not signed; null where it was.</param>
public sealed record SigningResult(ImageInput Input, SignedPicture? Signed, Exception? Error = null)
{
    /// <summary>The page or frame, from 0.</summary>
    public int Frame { get; init; }
}
