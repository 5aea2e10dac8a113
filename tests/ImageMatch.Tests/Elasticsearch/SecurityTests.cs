using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ImageMatch.Backends.Elasticsearch;
using ImageMatch.Backends.Elasticsearch.Rest;
using ImageMatch.Signatures;
using ImageMatch.Stores;
using ImageMatch.Tests.Stores;

namespace ImageMatch.Tests.Elasticsearch;

/// <summary>Talking to a cluster that asks for a password over TLS, and to one that is not there.</summary>
public sealed class SecurityTests : IClassFixture<SecurityTests.SecureEngine>
{
    private readonly SecureEngine _secure;

    public SecurityTests(SecureEngine secure)
    {
        TestEngine.RequireSecurity();
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

    [SkippableFact]
    public void Few_privileges_are_enough_to_search_and_to_add()
    {
        var query = new SearchQuery { Signatures = [new(TestRecords.Signature(1), Orientation.Unchanged)] };
        using ElasticsearchStore owner = Open(Trusting, "shared");
        owner.Add([TestRecords.Draft("/a.jpg", 1)]);
        _secure.AddUser("reader", "read", "view_index_metadata");
        _secure.AddUser("writer", "read", "view_index_metadata", "write", "maintenance", "monitor");

        using ElasticsearchStore reader = Open(Trusting with { Credential = RestCredential.Basic("reader", SecureEngine.UserPassword) }, "shared");
        Assert.Equal("/a.jpg", Assert.Single(Assert.Single(reader.Search([query])).Hits).Record.Key.Path);
        Assert.Single(reader.Get(new()));
        StoreDescription seen = reader.Describe();
        Assert.Equal((1L, (long?)null, (string?)null), (seen.Count, seen.Bytes, seen.Health));
        Assert.Equal(StoreError.StoreAccessDenied, Assert.Throws<StoreException>(() => reader.Add([TestRecords.Draft("/b.jpg", 2)])).Error);

        using ElasticsearchStore writer = Open(Trusting with { Credential = RestCredential.Basic("writer", SecureEngine.UserPassword) }, "shared");
        Assert.Equal(AddChange.Added, Assert.Single(writer.Add([TestRecords.Draft("/b.jpg", 2)])).Change);
        Assert.Single(Assert.Single(writer.Search([query with { Exact = true }])).Hits);
        Assert.True(writer.Describe().Bytes > 0);
        Assert.Single(writer.Remove([.. writer.Get(new() { Paths = ["/b.jpg"] }).Select(record => record.Id)]).Ids);
    }

    private static ElasticsearchStore Open(RestClientOptions cluster, string index = "secure") =>
        ElasticsearchStore.Open(new ElasticsearchStoreOptions { Cluster = cluster, Index = index, Create = true, RefreshAfter = true, Source = "" });

    /// <summary>An engine with a password and TLS, where one can run.</summary>
    public sealed class SecureEngine : IDisposable
    {
        public const string Password = "s3cret-pass";

        /// <summary>The password of users that a test adds.</summary>
        public const string UserPassword = "reader-pass";

        private const string UserPasswordHash = "$2a$10$AiwFS8MhsGAc/HYLzrjW2.W4mvkolVYDbIXxAtd8WREoB.eFCOFzu";

        private static readonly TimeSpan UserLimit = TimeSpan.FromMinutes(1);

        private readonly Lazy<TestEngine> _engine = new(() => new TestEngine("--password", Password, "--tls", "1"));

        public TestEngine Engine => _engine.Value;

        /// <summary>Adds a user who may do some things with any index, and waits until the engine knows it.</summary>
        public void AddUser(string name, params string[] privileges)
        {
            string config = Path.Combine(Engine.Folder, "node-0", "config");
            File.AppendAllText(Path.Combine(config, "roles.yml"), $"{name}:\n  indices:\n    - names: ['*']\n      privileges: [{string.Join(", ", privileges)}]\n");
            File.AppendAllText(Path.Combine(config, "users_roles"), $"{name}:{name}\n");
            File.AppendAllText(Path.Combine(config, "users"), $"{name}:{UserPasswordHash}\n");

            using var client = new RestClient(new RestClientOptions
            {
                Uris = Engine.Uris,
                Credential = RestCredential.Basic(name, UserPassword),
                SkipCertificateCheck = true,
            });
            Assert.True(SpinWait.SpinUntil(() => MaySearch(client), UserLimit), $"The engine does not know {name}.");
        }

        public void Dispose()
        {
            if (_engine.IsValueCreated)
                _engine.Value.Dispose();
        }

        private static bool MaySearch(RestClient client)
        {
            try
            {
                client.Send(HttpMethod.Get, "shared/_count");
                return true;
            }
            catch (RestException error) when (error.Status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden)
            {
                Thread.Sleep(500);
                return false;
            }
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
