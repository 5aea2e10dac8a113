using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ImageMatch.Backends.Elasticsearch.Rest;

/// <summary>Decides whether a node's certificate is trusted, and says why not.</summary>
internal sealed class CertificateCheck
{
    private readonly X509Certificate2Collection _authorities = [];
    private readonly string? _fingerprint;
    private readonly bool _acceptsAny;

    public CertificateCheck(RestClientOptions options)
    {
        _acceptsAny = options.SkipCertificateCheck;
        _fingerprint = options.CertificateFingerprint?.Replace(":", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal);
        if (_fingerprint is not null && (_fingerprint.Length != 2 * SHA256.HashSizeInBytes || !_fingerprint.All(char.IsAsciiHexDigit)))
            throw new ArgumentException("The fingerprint of a certificate is its SHA-256: 64 hexadecimal digits.");
        if (options.CaCertificate is { } file)
            LoadAuthorities(file);
    }

    private bool IsDefault => _fingerprint is null && _authorities.Count == 0;

    /// <summary>The decision for one connection.</summary>
    /// <exception cref="AuthenticationException">The certificate is refused, in words.</exception>
    public bool Accept(X509Certificate? presented, X509Chain? chain, SslPolicyErrors errors)
    {
        if (_acceptsAny)
            return true;
        if (presented is not X509Certificate2 certificate)
            throw new AuthenticationException("The node showed no certificate.");
        if (_fingerprint is not null && Matches(certificate))
            return true;

        X509Certificate2Collection trusted = [.. _authorities];
        if (_fingerprint is not null)
        {
            X509Certificate2? authority = chain?.ChainElements.Select(element => element.Certificate).FirstOrDefault(Matches);
            if (authority is null)
            {
                string seen = Convert.ToHexStringLower(SHA256.HashData(certificate.RawData));
                throw new AuthenticationException($"The node's certificate has the fingerprint {seen}, not the one that was given.");
            }

            trusted.Add(authority);
        }

        if (!IsDefault)
            CheckChain(certificate, chain, trusted);
        else if (errors.HasFlag(SslPolicyErrors.RemoteCertificateChainErrors))
            throw Unknown(certificate, "this machine trusts");
        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
            throw new AuthenticationException($"The node's certificate is for another host name ({NamesOf(certificate)}). Use a name that it lists.");
        return true;
    }

    private static void CheckChain(X509Certificate2 certificate, X509Chain? presented, X509Certificate2Collection trusted)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(trusted);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        foreach (X509ChainElement element in presented?.ChainElements ?? Enumerable.Empty<X509ChainElement>())
            chain.ChainPolicy.ExtraStore.Add(element.Certificate);
        if (!chain.Build(certificate))
            throw Unknown(certificate, "was given");
    }

    private static AuthenticationException Unknown(X509Certificate2 certificate, string what) => new(
        $"The node's certificate ({certificate.Subject}) comes from {certificate.Issuer}, which is no authority that {what}, or it is not valid now. Give the authority's file or the fingerprint.");

    private static string NamesOf(X509Certificate2 certificate)
    {
        IEnumerable<string> names = certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>()
            .SelectMany(names => names.EnumerateDnsNames().Concat(names.EnumerateIPAddresses().Select(address => address.ToString())));
        return string.Join(", ", names.DefaultIfEmpty(certificate.Subject));
    }

    private bool Matches(X509Certificate2 certificate) =>
        Convert.ToHexString(SHA256.HashData(certificate.RawData)).Equals(_fingerprint, StringComparison.OrdinalIgnoreCase);

    private void LoadAuthorities(string file)
    {
        try
        {
            _authorities.ImportFromPemFile(file);
        }
        catch (Exception error) when (error is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new ArgumentException($"The authority's certificate cannot be read from {file}: {error.Message}", error);
        }

        if (_authorities.Count == 0)
            throw new ArgumentException($"There is no certificate in {file}; it must be a PEM file.");
    }
}
