using System.Collections;
using System.Management.Automation;
using ImageMatch.Imaging;
using ImageMatch.Stores;

namespace ImageMatch.PowerShell;

/// <summary>Says which store the commands of this session use.</summary>
[Cmdlet(VerbsCommon.Set, "MatchConnection")]
[OutputType(typeof(MatchConnection))]
public sealed class SetMatchConnectionCommand : PSCmdlet
{
    /// <summary>The store's file; it is made when the first picture is added.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    /// <summary>What tells the local paths of this machine from those of others in a shared store.</summary>
    [Parameter]
    [ValidateNotNull]
    public string? Source { get; set; }

    /// <summary>What is done with transparent pixels. A store that is there must agree.</summary>
    [Parameter]
    public Transparency? Transparency { get; set; }

    /// <summary>Whether the camera's orientation tag is followed. A store that is there must agree.</summary>
    [Parameter]
    public ExifOrientation? ExifOrientation { get; set; }

    /// <summary>Options of the signature, such as @{ GridSize = 11 }. A store that is there must agree.</summary>
    [Parameter]
    [ValidateNotNull]
    public Hashtable? SignatureOption { get; set; }

    /// <summary>Accepts a store on a network file system.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Emits the connection.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        try
        {
            var connection = new MatchConnection(SessionState.Path.GetUnresolvedProviderPathFromPSPath(Path))
            {
                Source = Source,
                Transparency = Transparency,
                ExifOrientation = ExifOrientation,
                Options = SignatureOption is null ? null : SignatureOptionTable.Read(SignatureOption),
                Force = Force,
            };
            // A store that is there must agree; one that is not is made when the first picture is added.
            _ = connection.ResolveProfile();
            CurrentConnection.Value = connection;
            WriteVerbose($"Commands use the store {connection}.");
            if (PassThru)
            {
                WriteObject(connection);
            }
        }
        catch (Exception exception) when (exception is StoreException or ArgumentException)
        {
            ThrowTerminatingError(ErrorRecords.Of(exception, Path));
        }
    }
}
