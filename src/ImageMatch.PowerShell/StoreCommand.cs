using ImageMatch.Stores;

namespace ImageMatch.PowerShell;

/// <summary>A command that works on the store from its first input to its last.</summary>
public abstract class StoreCommand : MatchCommand
{
    private ISignatureStore? _store;

    /// <summary>The store in use.</summary>
    private protected ISignatureStore Store => _store!;

    /// <inheritdoc/>
    protected override void Begin() => _store = OpenStore();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _store?.Dispose();
        }

        base.Dispose(disposing);
    }
}
