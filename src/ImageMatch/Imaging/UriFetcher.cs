using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace ImageMatch.Imaging;

/// <summary>Downloads pictures by http and https, following redirects by hand so that each step is checked.</summary>
internal static class UriFetcher
{
    private const int MaxRedirects = 10;

    /// <summary>Room made on a server's word alone.</summary>
    private const long MaxTrustedLength = 16 << 20;

    private static readonly HttpClient Client = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.All,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        UseCookies = false,
    })
    {
        // The limit on the whole picture holds, also for an answer that drips.
        Timeout = Timeout.InfiniteTimeSpan,
    };

    /// <summary>Downloads a picture.</summary>
    /// <param name="uri">An absolute address.</param>
    /// <param name="limits">Bytes are counted after decompression.</param>
    /// <exception cref="ImageException">The server cannot be reached or answers with an error, redirects where it must not, or sends too much.</exception>
    public static ImageContent Fetch(Uri uri, ImageLimits limits, CancellationToken cancellationToken)
    {
        string location = WithoutUserInfo(uri);
        if (!IsHttp(uri))
            throw new ImageException(ImageError.DownloadFailed, $"'{location}' is not an address of http or https.");

        try
        {
            using var response = Follow(uri, location, cancellationToken);
            if (!response.IsSuccessStatusCode)
            {
                throw new ImageException(
                    ImageError.DownloadFailed, $"'{location}': the server answered {(int)response.StatusCode} {response.ReasonPhrase}.");
            }

            long length = response.Content.Headers.ContentLength ?? 0;
            ImageContent.CheckLength(length, limits, location);
            using var closing = cancellationToken.Register(response.Dispose);
            using var stream = response.Content.ReadAsStream(cancellationToken);
            return ImageContent.Read(stream, Math.Min(length, MaxTrustedLength), limits, location, cancellationToken);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or InvalidDataException && !cancellationToken.IsCancellationRequested)
        {
            throw new ImageException(ImageError.DownloadFailed, $"'{location}' cannot be downloaded: {e.Message}", e);
        }
    }

    /// <summary>An address as it may be shown.</summary>
    public static string WithoutUserInfo(Uri uri) => uri.GetComponents(UriComponents.AbsoluteUri & ~UriComponents.UserInfo, UriFormat.UriEscaped);

    private static HttpResponseMessage Follow(Uri start, string location, CancellationToken cancellationToken)
    {
        var seen = new HashSet<Uri>();
        for (var uri = start; seen.Add(uri) && seen.Count <= MaxRedirects + 1;)
        {
            var response = Send(uri, cancellationToken);
            if (!IsRedirect(response.StatusCode) || response.Headers.Location is not { } target)
                return response;

            response.Dispose();
            var next = new Uri(uri, target);
            if (!IsHttp(next) || (uri.Scheme == Uri.UriSchemeHttps && next.Scheme == Uri.UriSchemeHttp))
            {
                string way = $"'{location}' redirects from {uri.Scheme} to {next.Scheme}, which is refused";
                throw new ImageException(ImageError.RedirectRefused, $"{way}. Use the address that it leads to if you trust it.");
            }

            uri = next;
        }

        throw new ImageException(ImageError.RedirectLoop, $"'{location}' redirects in a circle, or more than {MaxRedirects} times.");
    }

    private static HttpResponseMessage Send(Uri uri, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, uri);
        if (uri.UserInfo.Length > 0)
        {
            string user = Convert.ToBase64String(Encoding.UTF8.GetBytes(Uri.UnescapeDataString(uri.UserInfo)));
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", user);
        }

        return Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).GetAwaiter().GetResult();
    }

    private static bool IsHttp(Uri uri) => uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps;

    private static bool IsRedirect(HttpStatusCode code) => code is HttpStatusCode.MovedPermanently or HttpStatusCode.Found or HttpStatusCode.SeeOther
        or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect;
}
