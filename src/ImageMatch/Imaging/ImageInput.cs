namespace ImageMatch.Imaging;

/// <summary>Where a picture is read from, and under which path it is known.</summary>
public sealed class ImageInput
{
    private ImageInput(string path, string? file, Uri? uri, ReadOnlyMemory<byte>? content, Stream? stream, int frame)
    {
        Path = path;
        File = file;
        Uri = uri;
        Content = content;
        Stream = stream;
        Frame = frame;
    }

    /// <summary>The path that a record gets: the file's absolute path, the address, or the name given.</summary>
    public string Path { get; }

    /// <summary>The page or frame, from 0.</summary>
    public int Frame { get; }

    /// <summary>The file to read, absolute, or null.</summary>
    public string? File { get; }

    /// <summary>The address to read, or null.</summary>
    public Uri? Uri { get; }

    /// <summary>The bytes themselves, or null.</summary>
    public ReadOnlyMemory<byte>? Content { get; }

    /// <summary>A stream to read once to its end, left open; or null.</summary>
    public Stream? Stream { get; }

    /// <summary>Where the picture is read from, for messages: without the user name and password of an address.</summary>
    public string Location => File ?? (Uri is null ? Path : UriFetcher.WithoutUserInfo(Uri));

    /// <summary>A file.</summary>
    /// <param name="file">Its absolute path.</param>
    /// <param name="name">Another path to store it under; null for its own.</param>
    /// <param name="frame">The page or frame, from 0.</param>
    public static ImageInput FromFile(string file, string? name = null, int frame = 0) => new(name ?? file, file, null, null, null, frame);

    /// <summary>The file of a picture that is known by a path; null where that is an address or a name.</summary>
    public static ImageInput? FromPath(string path, int frame) => System.IO.Path.IsPathFullyQualified(path) ? FromFile(path, frame: frame) : null;

    /// <summary>An http or https address. A user name and password in it are sent, but kept in no path.</summary>
    public static ImageInput FromUri(Uri uri, string? name = null, int frame = 0)
    {
        string path = uri.UserInfo.Length == 0 ? uri.OriginalString : UriFetcher.WithoutUserInfo(uri);
        return new(name ?? path, null, uri, null, null, frame);
    }

    /// <summary>Bytes with a name.</summary>
    public static ImageInput FromContent(ReadOnlyMemory<byte> content, string name, int frame = 0) => new(name, null, null, content, null, frame);

    /// <summary>A stream with a name.</summary>
    public static ImageInput FromStream(Stream stream, string name, int frame = 0) => new(name, null, null, null, stream, frame);

    /// <summary>The same picture under another path.</summary>
    public ImageInput WithPath(string path) => new(path, File, Uri, Content, Stream, Frame);
}
