namespace ImageMatch.Backends.Elasticsearch.Rest;

/// <summary>Where a cluster is and how it is talked to.</summary>
public sealed record RestClientOptions
{
    /// <summary>The addresses of one or more nodes; a password in one is refused, for addresses are shown.</summary>
    /// <exception cref="ArgumentException">There is none, or one cannot be used.</exception>
    public required IReadOnlyList<Uri> Uris { get; init => field = Checked(value); }

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

    /// <summary>
    /// How long what is to be stored is sent again to a cluster that cannot take it for now, counted from the last that it took: a node may take a minute to
    /// start again.
    /// </summary>
    public TimeSpan WriteRetryTime { get; init; } = TimeSpan.FromMinutes(2);

    private static IReadOnlyList<Uri> Checked(IReadOnlyList<Uri> uris)
    {
        if (uris.Count == 0 || uris.Any(uri => !uri.IsAbsoluteUri || uri.Scheme is not ("http" or "https")))
            throw new ArgumentException("A cluster is named by one or more addresses that begin with http:// or https://.");
        return uris.Any(uri => uri.UserInfo.Length > 0)
            ? throw new ArgumentException("An address may hold no password; give it with Set-MatchConnection -Credential or -ApiKey.")
            : uris;
    }
}
