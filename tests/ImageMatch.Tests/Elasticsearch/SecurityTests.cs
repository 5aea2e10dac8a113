using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ImageMatch.Backends.Elasticsearch;
using ImageMatch.Backends.Elasticsearch.Rest;
using ImageMatch.Stores;

namespace ImageMatch.Tests.Elasticsearch;

/// <summary>Talking to a cluster that asks for a password over TLS, and to one that is not there.</summary>
public sealed class SecurityTests : IClassFixture<SecurityTests.SecureEngine>
{
    private readonly SecureEngine _secure;

    public SecurityTests(SecureEngine secure)
    {
        TestEngine.RequireEngine();
        _secure = secure;
    }

    private RestClientOptions Trusting => new()
    {
        Uris = [new UriBuilder(_secure.Engine.Uris[0]) { Host = "localhost" }.Uri],
        Credential = RestCredential.Basic("elastic", SecureEngine.Password),
        CaCertificate = Path.Combine(_secure.Engine.Folder, "ca.pem"),
        MaxRetries = 1,
    };

    [SkippableFact]
    public void A_password_over_a_connection_that_the_authority_vouches_for_opens_the_store()
    {
        using ElasticsearchStore store = Open(Trusting);

        Assert.Equal(0, store.Describe().Count);
    }

    [SkippableFact]
    public void A_fingerprint_vouches_for_a_connection_too()
    {
        string fingerprint = Convert.ToHexString(SHA256.HashData(
            X509CertificateLoader.LoadCertificate(X509Certificate2.CreateFromPem(File.ReadAllText(Path.Combine(_secure.Engine.Folder, "http.pem"))).RawData).RawData));

        using ElasticsearchStore store = Open(Trusting with { CaCertificate = null, CertificateFingerprint = fingerprint });
        StoreException refused = Assert.Throws<StoreException>(() => Open(Trusting with { CaCertificate = null, CertificateFingerprint = new string('0', 64) }));

        Assert.Equal(StoreError.StoreCertificateRefused, refused.Error);
    }

    [SkippableFact]
    public void A_wrong_password_an_unknown_authority_and_a_wrong_host_name_are_three_errors()
    {
        const string WrongPassword = "not-the-password";
        StoreException password = Assert.Throws<StoreException>(() => Open(Trusting with { Credential = RestCredential.Basic("elastic", WrongPassword) }));
        StoreException authority = Assert.Throws<StoreException>(() => Open(Trusting with { CaCertificate = null }));
        // The certificate names localhost and 127.0.0.1, not this other name of the same machine.
        Uri otherName = new UriBuilder(_secure.Engine.Uris[0]) { Host = "127.0.0.2" }.Uri;
        using var forwarder = new Forwarder(_secure.Engine.Uris[0].Port);
        StoreException host = Assert.Throws<StoreException>(() => Open(Trusting with { Uris = [new UriBuilder(otherName) { Port = forwarder.Port }.Uri] }));

        Assert.Equal(StoreError.StoreAccessDenied, password.Error);
        Assert.DoesNotContain(WrongPassword, password.ToString(), StringComparison.Ordinal);
        Assert.Equal(StoreError.StoreCertificateRefused, authority.Error);
        Assert.Contains("authority", authority.Message, StringComparison.Ordinal);
        Assert.Equal(StoreError.StoreCertificateRefused, host.Error);
        Assert.Contains("host name", host.Message, StringComparison.Ordinal);
    }

    private static ElasticsearchStore Open(RestClientOptions cluster) =>
        ElasticsearchStore.Open(new ElasticsearchStoreOptions { Cluster = cluster, Index = "secure", Create = true });

    /// <summary>An engine with a password and TLS, where one can run.</summary>
    public sealed class SecureEngine : IDisposable
    {
        public const string Password = "s3cret-pass";

        private readonly Lazy<TestEngine> _engine = new(() => new TestEngine("--password", Password, "--tls", "1"));

        public TestEngine Engine => _engine.Value;

        public void Dispose()
        {
            if (_engine.IsValueCreated)
                _engine.Value.Dispose();
        }
    }

    /// <summary>Carries connections of another address of this machine to the engine.</summary>
    private sealed class Forwarder : IDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Parse("127.0.0.2"), 0);
        private readonly int _target;

        public Forwarder(int target)
        {
            _target = target;
            _listener.Start();
            _ = ForwardAsync();
        }

        public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

        public void Dispose() => _listener.Dispose();

        private async Task ForwardAsync()
        {
            while (true)
            {
                TcpClient from = await _listener.AcceptTcpClientAsync();
                var to = new TcpClient();
                await to.ConnectAsync(IPAddress.Loopback, _target);
                _ = from.GetStream().CopyToAsync(to.GetStream());
                _ = to.GetStream().CopyToAsync(from.GetStream());
            }
        }
    }
}
