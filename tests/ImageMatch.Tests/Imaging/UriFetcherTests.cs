using System.Diagnostics;
using System.IO.Compression;
using System.Text;
using ImageMatch.Imaging;

namespace ImageMatch.Tests.Imaging;

/// <summary>Downloads from a server of this process.</summary>
public sealed class UriFetcherTests : IDisposable
{
    private static readonly byte[] City = File.ReadAllBytes(Path.Combine(TestFiles.Samples, "city.jpg"));

    private readonly LoopbackServer _server = new();

    public void Dispose() => _server.Dispose();

    [Fact]
    public void A_picture_is_downloaded_and_signed()
    {
        var uri = _server.Answer("/city.jpg", LoopbackServer.Ok(City));
        var signed = Signers.Default.Sign(ImageInput.FromUri(uri));
        Assert.Equal(Signers.Default.Sign(City).Signature, signed.Signature);
        Assert.Null(signed.Facts.LastWriteTime);
    }

    [Fact]
    public void Redirects_are_followed_up_to_ten()
    {
        _server.Answer("/city.jpg", LoopbackServer.Ok(City));
        for (int i = 1; i <= 11; i++)
            _server.Answer($"/{i}", LoopbackServer.Redirect(i == 1 ? "/city.jpg" : $"/{i - 1}"));
        Assert.Equal(City.Length, Signers.Default.Sign(ImageInput.FromUri(_server.Uri("/10"))).Facts.Length);
        AssertRefused(ImageError.RedirectLoop, _server.Uri("/11"));
    }

    [Fact]
    public void A_circle_of_redirects_is_a_RedirectLoop()
    {
        _server.Answer("/a", LoopbackServer.Redirect("/b"));
        _server.Answer("/b", LoopbackServer.Redirect("/a"));
        AssertRefused(ImageError.RedirectLoop, _server.Uri("/a"));
    }

    [Theory]
    [InlineData("file:///etc/hostname")]
    [InlineData("ftp://127.0.0.1/a.jpg")]
    [InlineData("data:image/png;base64,AAAA")]
    public void A_redirect_to_another_scheme_is_refused(string target) =>
        AssertRefused(ImageError.RedirectRefused, _server.Answer("/a", LoopbackServer.Redirect(target)));

    [Theory]
    [InlineData("404 Not Found")]
    [InlineData("503 Service Unavailable")]
    public void An_error_of_the_server_is_said_with_its_code_and_reason(string status)
    {
        var error = AssertRefused(ImageError.DownloadFailed, _server.Answer("/a", Encoding.ASCII.GetBytes($"HTTP/1.1 {status}\r\nContent-Length: 0\r\n\r\n")));
        Assert.Contains(status, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_server_that_is_not_there_is_DownloadFailed()
    {
        var uri = _server.Uri("/a");
        _server.Dispose();
        AssertRefused(ImageError.DownloadFailed, uri);
    }

    [Fact]
    public void An_unknown_host_is_DownloadFailed() => AssertRefused(ImageError.DownloadFailed, new Uri("http://host.invalid/a.jpg"));

    [Fact]
    public void A_server_without_TLS_is_DownloadFailed() =>
        AssertRefused(ImageError.DownloadFailed, new UriBuilder(_server.Answer("/a", LoopbackServer.Ok(City))) { Scheme = "https" }.Uri);

    [Fact]
    public void Other_schemes_are_not_downloaded() => AssertRefused(ImageError.DownloadFailed, new Uri("ftp://127.0.0.1/a.jpg"));

    [Fact]
    public void An_answer_that_breaks_off_is_DownloadFailed()
    {
        byte[] answer = LoopbackServer.Ok(City);
        AssertRefused(ImageError.DownloadFailed, _server.Answer("/a", answer[..(answer.Length / 2)]));
    }

    [Fact]
    public void A_length_beyond_the_limit_is_refused_before_reading() =>
        AssertRefused(ImageError.TooManyBytes, _server.Answer("/a", "HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n"u8.ToArray()));

    [Fact]
    public void An_answer_of_unknown_length_is_counted_while_it_is_read()
    {
        byte[] answer = [.. "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n"u8, .. new byte[3 << 20]];
        AssertRefused(ImageError.TooManyBytes, _server.Answer("/a", answer), new ImageLimits { MaxBytes = 1 << 20 });
    }

    [Fact]
    public void A_compressed_answer_is_counted_after_decompression()
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            gzip.Write(new byte[64 << 20]);
        var uri = _server.Answer("/a", LoopbackServer.Ok(packed.ToArray(), "Content-Encoding: gzip\r\n"));
        AssertRefused(ImageError.TooManyBytes, uri, new ImageLimits { MaxBytes = 1 << 20 });
    }

    [Fact]
    public void An_answer_that_drips_is_TooSlow()
    {
        var watch = Stopwatch.StartNew();
        var uri = _server.Answer("/a", LoopbackServer.Ok(City), TimeSpan.FromMilliseconds(50));
        AssertRefused(ImageError.TooSlow, uri, new ImageLimits { MaxTime = TimeSpan.FromMilliseconds(500) });
        Assert.InRange(watch.Elapsed.TotalSeconds, 0.4, 5);
    }

    [Fact]
    public void A_server_that_never_answers_is_TooSlow() =>
        AssertRefused(ImageError.TooSlow, _server.Answer("/a", []), new ImageLimits { MaxTime = TimeSpan.FromMilliseconds(500) });

    [Fact]
    public void A_password_in_the_address_is_sent_but_never_shown()
    {
        var uri = new UriBuilder(_server.Uri("/secret")) { UserName = "reader", Password = "hunter2" }.Uri;
        var input = ImageInput.FromUri(uri);
        var error = Signers.Default.Refuse(input);
        Assert.Equal(ImageError.DownloadFailed, error.Error);
        Assert.DoesNotContain("hunter2", error.ToString() + input.Path + input.Location, StringComparison.Ordinal);
        Assert.Contains("Authorization: Basic " + Convert.ToBase64String("reader:hunter2"u8), _server.LastRequest, StringComparison.Ordinal);
    }

    private static ImageException AssertRefused(ImageError error, Uri uri, ImageLimits? limits = null)
    {
        var signer = new ImageSigner(Signers.Default.Decoders, SignatureProfile.Default, limits ?? new ImageLimits { MaxTime = TimeSpan.FromSeconds(20) });
        var refused = signer.Refuse(ImageInput.FromUri(uri));
        Assert.True(refused.Error == error, refused.Message);
        Assert.Contains(uri.AbsoluteUri, refused.Message, StringComparison.Ordinal);
        return refused;
    }
}
