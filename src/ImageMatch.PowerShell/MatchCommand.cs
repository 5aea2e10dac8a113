using System.Management.Automation;
using ImageMatch.Backends.Elasticsearch;
using ImageMatch.Backends.Imaging;
using ImageMatch.Imaging;
using ImageMatch.Stores;

namespace ImageMatch.PowerShell;

/// <summary>What all commands share: the connection, stopping at once, and the errors that end a command.</summary>
public abstract class MatchCommand : PSCmdlet, IDisposable
{
    private readonly CancellationTokenSource _stopping = new();

    /// <summary>The store to use instead of the current connection's: a connection, a file or the address of an index.</summary>
    [Parameter]
    [ConnectionArgument]
    [ArgumentCompleter(typeof(ConnectionCompleter))]
    [ValidateNotNull]
    public MatchConnection? Connection { get; set; }

    /// <summary>Cancelled when the pipeline is stopped.</summary>
    protected CancellationToken StopToken => _stopping.Token;

    /// <summary>The connection given, the current one, or the default.</summary>
    protected MatchConnection UsedConnection => Connection ?? CurrentConnection.Value ?? MatchConnection.Default;

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <inheritdoc/>
    protected sealed override void BeginProcessing() => Guard(Begin);

    /// <inheritdoc/>
    protected sealed override void ProcessRecord() => Guard(Process);

    /// <inheritdoc/>
    protected sealed override void EndProcessing() => Guard(End);

    /// <inheritdoc/>
    protected override void StopProcessing() => _stopping.Cancel();

    /// <summary>Before the first input.</summary>
    protected virtual void Begin()
    {
    }

    /// <summary>For each input.</summary>
    protected virtual void Process()
    {
    }

    /// <summary>After the last input.</summary>
    protected virtual void End()
    {
    }

    /// <summary>Releases what the command holds; called after an error too.</summary>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
        {
            _stopping.Dispose();
        }
    }

    /// <summary>Opens the store of the connection in use, and names it under -Verbose.</summary>
    /// <exception cref="StoreException">There is none, or it cannot be used.</exception>
    protected ISignatureStore OpenStore(bool create = false)
    {
        var connection = UsedConnection;
        WriteVerbose($"Using the store {connection}.");
        return connection.Open(create);
    }

    /// <summary>Ends a load for speed once everything is stored. What fails is told: nothing stored is lost by it.</summary>
    private protected void EndFastLoad(FastLoad? load)
    {
        try
        {
            load?.End();
        }
        catch (StoreException exception)
        {
            WriteWarning($"The index keeps the settings of -FastLoad until the next command that uses it. {exception.Message}");
        }
    }

    /// <summary>The profile of the connection that was given or set; the default one where there is none.</summary>
    private protected SignatureProfile ProfileInUse => (Connection ?? CurrentConnection.Value)?.ResolveProfile() ?? SignatureProfile.Default;

    private protected static ImageSigner CreateSigner(SignatureProfile profile, ImageLimits limits) => new(Decoders.All(), profile, limits);

    /// <summary>Writes an error after everything that came before it.</summary>
    private protected virtual void WriteFailure(ErrorRecord error) => WriteError(error);

    private void Guard(Action action)
    {
        try
        {
            action();
        }
        catch (StoreException exception)
        {
            ThrowTerminatingError(ErrorRecords.Of(exception, UsedConnection.ToString()));
        }
        catch (ArgumentException exception)
        {
            ThrowTerminatingError(ErrorRecords.Of(exception, exception.ParamName));
        }
        catch (OperationCanceledException)
        {
            throw new PipelineStoppedException();
        }
    }
}
