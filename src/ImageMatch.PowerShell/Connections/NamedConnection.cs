using ImageMatch.Backends.Elasticsearch;
using ImageMatch.Backends.Elasticsearch.Rest;

namespace ImageMatch.PowerShell;

/// <summary>Connections by what a command line calls them: the path of a file, or the address of an index.</summary>
internal static class NamedConnection
{
    /// <summary>The connection of a name. An index that was set in this process is used as it was set, with its credential.</summary>
    /// <param name="name">The name.</param>
    /// <param name="toFile">Makes a path absolute.</param>
    /// <exception cref="ArgumentException">It is an address, and of no index.</exception>
    public static MatchConnection Of(string name, Func<string, string> toFile)
    {
        if (!PictureFinder.IsAddress(name))
        {
            return new MatchConnection(toFile(name));
        }

        var plain = OfAddress(name);
        return CurrentConnection.Recent.FirstOrDefault(connection => connection.Path == plain.Path) ?? plain;
    }

    private static MatchConnection OfAddress(string address)
    {
        var isAddress = Uri.TryCreate(address, UriKind.Absolute, out var uri);
        var index = isAddress ? uri!.AbsolutePath.Trim('/') : "";
        return index.Length > 0 && !index.Contains('/', StringComparison.Ordinal) && uri!.UserInfo.Length == 0
            ? new MatchConnection(new ElasticsearchStoreOptions
            {
                Cluster = new RestClientOptions { Uris = [new Uri(uri.GetLeftPart(UriPartial.Authority))] },
                Index = Uri.UnescapeDataString(index),
            })
            : throw new ArgumentException(
                "The address of an index is that of a node with the name of the index, such as http://127.0.0.1:9200/images; Set-MatchConnection takes a user and password.");
    }
}
