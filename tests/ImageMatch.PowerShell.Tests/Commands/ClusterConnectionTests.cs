using System.Collections;
using System.Net;
using System.Reflection;
using System.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ImageMatch.PowerShell.Tests.Sessions;
using ImageMatch.Tests.Elasticsearch;

namespace ImageMatch.PowerShell.Tests.Commands;

/// <summary>What Set-MatchConnection has for clusters, as the commands use it.</summary>
public sealed class ClusterConnectionTests : IClassFixture<ClusterConnectionTests.SecureCluster>
{
    private const string Secret = "s3cret-pass";

    private static readonly NodeAnswer NoIndex = NodeAnswer.Error(404, "index_not_found_exception", "no such index");

    private readonly SecureCluster _secure;
    private readonly string _index = $"test-{Guid.NewGuid():N}";

    public ClusterConnectionTests(SecureCluster secure) => _secure = secure;

    [SkippableFact]
    public void An_authority_a_fingerprint_and_no_check_at_all_let_a_password_through()
    {
        TestEngine.RequireSecurity();
        using var session = new PowerShellSession();
        session.CopySample("city.jpg");
        string certificate = Path.Combine(_secure.Engine.Folder, "http.pem");
        string fingerprint = Convert.ToHexString(SHA256.HashData(X509Certificate2.CreateFromPem(File.ReadAllText(certificate)).RawData));
        File.Copy(Path.Combine(_secure.Engine.Folder, "ca.pem"), Path.Combine(session.Folder, "ca.pem"));

        foreach (string trust in new[] { "-CaCertificate ca.pem", $"-CertificateFingerprint {fingerprint}", "-SkipCertificateCheck" })
        {
            session.Run($"param($uri, $user) Set-MatchConnection -Uri $uri -Index {_index} -Credential $user {trust}; Add-MatchImage city.jpg", _secure.Uri, User(Secret)).Clean();
            Assert.Equal(1L, session.Run("(Get-MatchConnection).Count").Single().BaseObject);
        }
    }

    [SkippableFact]
    public void A_wrong_password_a_wrong_key_and_an_unknown_authority_end_the_command()
    {
        TestEngine.RequireSecurity();
        using var session = new PowerShellSession();
        const string Wrong = "not-the-password";
        (string Options, object? Argument, string Id)[] cases =
        [
            ("-Credential $given -SkipCertificateCheck", User(Wrong), "StoreAccessDenied"),
            ("-ApiKey $given -SkipCertificateCheck", Text(Wrong), "StoreAccessDenied"),
            ("-Credential $given", User(Secret), "StoreCertificateRefused"),
        ];
        foreach ((string options, object? argument, string id) in cases)
        {
            ErrorRecord error = session.Run($"param($uri, $given) Set-MatchConnection -Uri $uri {options}", _secure.Uri, argument).Errors.Single();
            Assert.StartsWith(id + ",", error.FullyQualifiedErrorId, StringComparison.Ordinal);
            Assert.DoesNotContain(Wrong, string.Join('\n', Texts(error)), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_key_is_sent_as_such_and_not_together_with_a_password()
    {
        using var node = LoopbackNode.InTurn(NoIndex);
        using var session = new PowerShellSession();

        session.Run("param($uri, $key) Set-MatchConnection -Uri $uri -ApiKey $key", node.Uri, Text("encoded-key")).Clean();

        Assert.All(node.Requests, request => Assert.Equal("ApiKey encoded-key", request.Authorization));
        RunResult both = session.Run("param($uri, $key, $user) Set-MatchConnection -Uri $uri -ApiKey $key -Credential $user", node.Uri, Text("encoded-key"), User(Secret));
        Assert.StartsWith("InvalidArgument,", both.Errors.Single().FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Set-MatchConnection -Uri $given", "https://user:s3cret-pass@127.0.0.1:9200")]
    [InlineData("Set-MatchConnection -Uri http://127.0.0.1:9, $given", "https://user:s3cret-pass@127.0.0.1:9200")]
    [InlineData("Set-MatchConnection -Uri $given", "ftp://user:s3cret-pass@127.0.0.1")]
    [InlineData("Set-MatchConnection -Uri $given", "//user:s3cret-pass@127.0.0.1:9200")]
    [InlineData("Get-MatchImage -Connection $given", "https://user:s3cret-pass@127.0.0.1:9200/images")]
    [InlineData("Copy-MatchStore $given", "https://user:s3cret-pass@127.0.0.1:9200/images")]
    public void A_password_in_an_address_is_refused_and_shown_nowhere(string command, string address)
    {
        using var session = new PowerShellSession();
        foreach (object given in new object[] { address, new Uri(address, UriKind.RelativeOrAbsolute) })
        {
            RunResult run = session.Run($"param($given) {command}", given);

            ErrorRecord error = Assert.Single(run.Errors);
            Assert.Contains("address", error.ToString(), StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain(Secret, string.Join('\n', Texts(error)), StringComparison.Ordinal);
            Assert.DoesNotContain(Secret, string.Join('\n', run.Verbose.Concat(run.Warnings).Concat(run.Information)), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void TimeoutSec_bounds_a_request()
    {
        LoopbackNode node = null!;
        node = new LoopbackNode(_ => node.Hang());
        using (node)
        {
            using var session = new PowerShellSession();
            ErrorRecord error = session.Run("param($uri) Set-MatchConnection -Uri $uri -TimeoutSec 1", node.Uri).Errors.Single();

            Assert.StartsWith("StoreUnreachable,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
            Assert.Contains("within 1 seconds", error.ToString(), StringComparison.Ordinal);
        }
    }

    [SkippableFact]
    public void RefreshAfter_lets_others_find_at_once_what_was_stored()
    {
        using var http = new HttpClient { BaseAddress = TestEngine.Shared.Uris[0] };
        using var session = new PowerShellSession();
        session.CopySample("city.jpg");
        foreach ((string option, string found) in new[] { ("", "\"count\":0"), ("-RefreshAfter", "\"count\":1") })
        {
            string index = $"{_index}{option}".ToLowerInvariant();
            session.Run($"param($uri) Set-MatchConnection -Uri $uri -Index {index} {option}; Add-MatchImage city.jpg; Remove-MatchImage *", http.BaseAddress).Clean();
            using (HttpResponseMessage set = http.PutAsync($"{index}/_settings", new StringContent("""{"index.refresh_interval": "-1"}""", null, "application/json")).Result)
                set.EnsureSuccessStatusCode();

            session.Run("Add-MatchImage city.jpg").Clean();

            Assert.Contains(found, http.GetStringAsync($"{index}/_count").Result, StringComparison.Ordinal);
            Assert.Single(session.Run("Get-MatchImage").Clean());
        }
    }

    [SkippableFact]
    public void Of_several_nodes_one_may_be_dead()
    {
        using var session = new PowerShellSession();
        session.CopySample("city.jpg");

        session.Run($"param($uri) Set-MatchConnection -Uri http://127.0.0.1:9, $uri -Index {_index}; Add-MatchImage city.jpg", TestEngine.Shared.Uris[0]).Clean();

        Assert.Single(session.Run("Search-MatchImage city.jpg").Clean());
    }

    [SkippableFact]
    public void The_address_of_an_index_is_a_connection()
    {
        using var session = new PowerShellSession();
        session.CopySample("city.jpg");
        var address = new Uri(TestEngine.Shared.Uris[0], _index);

        session.Run("param($store) Add-MatchImage city.jpg -Connection $store", address.ToString()).Clean();

        Assert.False(File.Exists(session.StorePath));
        PSObject connection = session.Run("param($store) Get-MatchConnection -Connection $store", address).Single();
        Assert.Equal((address.ToString(), 1L), ((string)connection.Properties["Path"].Value, (long)connection.Properties["Count"].Value));
        Assert.Equal(Environment.MachineName, connection.Properties["Source"].Value);
        ErrorRecord error = session.Run("Get-MatchImage -Connection http://127.0.0.1:9200/a/b").Errors.Single();
        Assert.Contains("The address of an index is", error.ToString(), StringComparison.Ordinal);
    }

    [SkippableFact]
    public void A_copy_is_completed_and_says_under_which_source_its_files_are()
    {
        using var session = AddMatchImageTests.WithTree();
        session.Run("Add-MatchImage tree -Recurse").Clean();
        session.Run($"param($uri) $copy = Set-MatchConnection -Uri $uri -Index {_index} -PassThru; $same = Set-MatchConnection -Uri $uri -Index {_index} -Source '' -PassThru", TestEngine.Shared.Uris[0]).Clean();
        session.Run("param($file) Set-MatchConnection $file", session.StorePath).Clean();
        Assert.Equal([1L], session.Run("Copy-MatchStore $copy -Filter { $_.Format -eq 'Png' }").Values("Copied"));

        RunResult run = session.Run("Copy-MatchStore $copy -Verify");

        PSObject summary = run.Single();
        Assert.Equal((3L, 1L, 0L), ((long)summary.Properties["Copied"].Value, (long)summary.Properties["Unchanged"].Value, (long)summary.Properties["Failed"].Value));
        Assert.Contains("-Source ''", Assert.Single(run.Warnings), StringComparison.Ordinal);
        session.Run("Add-MatchImage tree -Recurse -Connection $same").Clean();
        Assert.Equal(4L, session.Run("(Get-MatchConnection -Connection $same).Count").Single().BaseObject);
        Assert.Empty(session.Run("Copy-MatchStore $same").Warnings);
    }

    private static PSCredential User(string password) => new("elastic", Text(password));

    private static SecureString Text(string text) => new NetworkCredential("", text).SecurePassword;

    /// <summary>Every text that can be read from an error, as a log of everything would show it.</summary>
    private static IEnumerable<string> Texts(object? item, int depth = 6)
    {
        object? value = item is PSObject wrapped ? wrapped.BaseObject : item;
        if (value is null || depth == 0)
            return [];
        IEnumerable<string> own = [value.ToString() ?? ""];
        return value switch
        {
            string or SecureString or MemberInfo or CommandInfo => own,
            IDictionary pairs => own.Concat(pairs.Values.Cast<object?>().SelectMany(each => Texts(each, depth - 1))),
            IEnumerable items => own.Concat(items.Cast<object?>().SelectMany(each => Texts(each, depth - 1))),
            _ => own.Concat(PSObject.AsPSObject(value).Properties.SelectMany(property => Texts(Read(property), depth - 1))),
        };
    }

    private static object? Read(PSPropertyInfo property)
    {
        try
        {
            return property.Value;
        }
        catch (GetValueException)
        {
            return null;
        }
    }

    /// <summary>An engine with a password and TLS, where one can run.</summary>
    public sealed class SecureCluster : IDisposable
    {
        private readonly Lazy<TestEngine> _engine = new(() => new TestEngine("--password", Secret, "--tls", "1"));

        public TestEngine Engine => _engine.Value;

        public Uri Uri => new UriBuilder(Engine.Uris[0]) { Host = "localhost" }.Uri;

        public void Dispose()
        {
            if (_engine.IsValueCreated)
                _engine.Value.Dispose();
        }
    }
}
