using System.Collections;
using System.Management.Automation;
using System.Security;
using ImageMatch.Backends.Elasticsearch;
using ImageMatch.Backends.Elasticsearch.Rest;
using ImageMatch.Imaging;
using ImageMatch.Signatures;
using ImageMatch.Stores;

namespace ImageMatch.PowerShell;

/// <summary>Says which store the commands of this session use.</summary>
[Cmdlet(VerbsCommon.Set, "MatchConnection", DefaultParameterSetName = FileSet)]
[OutputType(typeof(MatchConnection))]
public sealed class SetMatchConnectionCommand : PSCmdlet
{
    private const string FileSet = "File";
    private const string ClusterSet = "Cluster";

    /// <summary>The store's file; it is made when the first picture is added.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = FileSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ConnectionCompleter))]
    public string Path { get; set; } = "";

    /// <summary>The addresses of one or more nodes of an Elasticsearch or OpenSearch cluster.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ClusterSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ConnectionCompleter))]
    public Uri[] Uri { get; set; } = [];

    /// <summary>The index; it is made when the first picture is added.</summary>
    [Parameter(ParameterSetName = ClusterSet)]
    [ValidateNotNullOrEmpty]
    public string Index { get; set; } = ElasticsearchStoreOptions.DefaultIndex;

    /// <summary>Gives a new index image_match's words and signature lists too, so that its code can search there.</summary>
    [Parameter(ParameterSetName = ClusterSet)]
    public SwitchParameter Compatible { get; set; }

    /// <summary>The object below which image_match's fields are, as its later versions have them.</summary>
    [Parameter(ParameterSetName = ClusterSet)]
    [ValidatePattern("^[A-Za-z][A-Za-z0-9_-]*$")]
    public string? DocumentType { get; set; }

    /// <summary>How many primary shards a new index gets. One that is there must have as many.</summary>
    [Parameter(ParameterSetName = ClusterSet)]
    [ValidateRange(1, 1024)]
    public int? ShardCount { get; set; }

    /// <summary>A user's name and password.</summary>
    [Parameter(ParameterSetName = ClusterSet)]
    [ValidateNotNull]
    [Credential]
    public PSCredential? Credential { get; set; }

    /// <summary>An API key, in the encoded form in which Elasticsearch gives it.</summary>
    [Parameter(ParameterSetName = ClusterSet)]
    [ValidateNotNull]
    public SecureString? ApiKey { get; set; }

    /// <summary>A PEM file with the authority that the nodes' certificates must come from.</summary>
    [Parameter(ParameterSetName = ClusterSet)]
    [ValidateNotNullOrEmpty]
    public string? CaCertificate { get; set; }

    /// <summary>The SHA-256 of the nodes' certificate or of its authority's, which is then trusted.</summary>
    [Parameter(ParameterSetName = ClusterSet)]
    [ValidateNotNullOrEmpty]
    public string? CertificateFingerprint { get; set; }

    /// <summary>Accepts any certificate, which shows everything to whoever sits in between.</summary>
    [Parameter(ParameterSetName = ClusterSet)]
    public SwitchParameter SkipCertificateCheck { get; set; }

    /// <summary>How many seconds one request may take.</summary>
    [Parameter(ParameterSetName = ClusterSet)]
    [ValidateRange(1, 3600)]
    public int TimeoutSec { get; set; } = 60;

    /// <summary>Lets others find what was stored as soon as a command returns.</summary>
    [Parameter(ParameterSetName = ClusterSet)]
    public SwitchParameter RefreshAfter { get; set; }

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

    /// <summary>Whether windows of pictures are stored too, so that crops are found. A store that is there must agree.</summary>
    [Parameter]
    public CropTolerance? CropTolerance { get; set; }

    /// <summary>Options of the signature, such as @{ GridSize = 11 }. A store that is there must agree.</summary>
    [Parameter]
    [ValidateNotNull]
    public Hashtable? SignatureOption { get; set; }

    /// <summary>Accepts a store on a network file system.</summary>
    [Parameter(ParameterSetName = FileSet)]
    public SwitchParameter Force { get; set; }

    /// <summary>Emits the connection.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        MatchConnection? connection = null;
        try
        {
            connection = Target();
            connection = connection with
            {
                Source = Source,
                Transparency = Transparency,
                ExifOrientation = ExifOrientation,
                CropTolerance = CropTolerance,
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
            // An address that was refused may hold a password.
            ThrowTerminatingError(ErrorRecords.Of(exception, connection?.Path));
        }
    }

    private MatchConnection Target() => ParameterSetName == FileSet
        ? new MatchConnection(SessionState.Path.GetUnresolvedProviderPathFromPSPath(Path))
        : new MatchConnection(new ElasticsearchStoreOptions
        {
            Cluster = new RestClientOptions
            {
                Uris = Uri,
                Credential = Secret(),
                CaCertificate = CaCertificate is null ? null : SessionState.Path.GetUnresolvedProviderPathFromPSPath(CaCertificate),
                CertificateFingerprint = CertificateFingerprint,
                SkipCertificateCheck = SkipCertificateCheck,
                Timeout = TimeSpan.FromSeconds(TimeoutSec),
            },
            Index = Index,
            Compatible = Compatible,
            DocumentType = DocumentType,
            ShardCount = ShardCount,
            RefreshAfter = RefreshAfter,
        });

    private RestCredential? Secret()
    {
        if (ApiKey is not null && Credential is not null)
        {
            throw new ArgumentException("Give either -Credential or -ApiKey.");
        }

        return ApiKey is not null
            ? RestCredential.ApiKey(new System.Net.NetworkCredential("", ApiKey).Password)
            : Credential is null ? null : RestCredential.Basic(Credential.UserName, Credential.GetNetworkCredential().Password);
    }
}
