using System.Net.Http.Headers;
using System.Text;

namespace ImageMatch.Backends.Elasticsearch.Rest;

/// <summary>How a user proves who they are. The secret is in no text of this object.</summary>
public sealed class RestCredential
{
    private readonly string _scheme;
    private readonly string _parameter;

    private RestCredential(string scheme, string parameter) => (_scheme, _parameter) = (scheme, parameter);

    /// <summary>A user's name and password.</summary>
    public static RestCredential Basic(string user, string password) => new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}")));

    /// <summary>An API key in the encoded form in which Elasticsearch gives it.</summary>
    public static RestCredential ApiKey(string encodedKey) => new("ApiKey", encodedKey);

    /// <inheritdoc/>
    public override string ToString() => _scheme;

    internal AuthenticationHeaderValue ToHeader() => new(_scheme, _parameter);
}
