namespace ImageMatch.Backends.Elasticsearch.Rest;

/// <summary>Where a cluster is and how it is talked to.</summary>
public sealed record RestClientOptions
{
    /// <summary>The addresses of one or more nodes.</summary>
    public required IReadOnlyList<Uri> Uris { get; init; }

    /// <summary>Who asks; null for nobody in particular.</summary>
    public RestCredential? Credential { get; init; }

    /// <summary>A PEM file with the authority that the nodes' certificates must come from; null for those the machine trusts.</summary>
    public string? CaCertificate { get; init; }

    /// <summary>The SHA-256 of the certificate of the nodes or of their authority, in hexadecimal, which is then trusted; null for none.</summary>
    public string? CertificateFingerprint { get; init; }

    /// <summary>Whether any certificate is accepted, which shows secrets and pictures to whoever sits in between.</summary>
    public bool SkipCertificateCheck { get; init; }

    /// <summary>How long one request may take.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How often a request is repeated that a node could not answer for now.</summary>
    public int MaxRetries { get; init; } = 6;
}
