using System.Buffers.Binary;
using ImageMatch.Backends.Imaging;
using ImageMatch.Backends.Sqlite;
using ImageMatch.Imaging;
using ImageMatch.Sessions;
using ImageMatch.Signatures;
using ImageMatch.Stores;
using NetVips;

namespace ImageMatch.Tests.Imaging;

/// <summary>Files of several pictures: each frame gives what it gives in a file of its own.</summary>
public sealed class FramesTests : IDisposable
{
    private const int Side = 96;

    private static readonly string[] Names = ["harbour", "city", "fruit"];

    private readonly string _folder = Directory.CreateTempSubdirectory("imagematch-frames-").FullName;

    [Theory]
    [InlineData(".gif", 0.2)]
    [InlineData(".webp[lossless]", 0)]
    [InlineData(".tif", 0)]
    [InlineData(".tif[compression=lzw,bigtiff]", 0)]
    public void Every_frame_is_signed_as_it_is_alone(string suffix, double distance)
    {
        IReadOnlyList<SignedFrame> frames = SignFrames(Roll(suffix, Names));

        Assert.Equal([0, 1, 2], frames.Select(frame => frame.Frame));
        Assert.All(frames, (frame, i) => Assert.InRange(SignatureDistance.Between(Alone(Names[i]), frame.Signed!.Signature), 0, distance));
        Assert.All(frames, frame => Assert.Equal(3, frame.Signed!.Facts.FrameCount));
        Assert.All(frames, (frame, i) => Assert.Equal(frame.Signed!.Signature, Signers.Default.Sign(ImageInput.FromContent(Roll(suffix, Names), "roll", i)).Signature));
    }

    [Fact]
    public void An_animation_of_white_figures_is_laid_over_black_without_being_opened_again_for_each_frame()
    {
        const int Frames = 12;
        byte[] pixels = [.. Enumerable.Range(0, Frames).SelectMany(frame => WhiteBar(frame * 4))];
        using Image frames = Image.NewFromMemory(pixels, Side, Side * Frames, 4, Enums.BandFormat.Uchar);
        using Image roll = frames.Copy(interpretation: Enums.Interpretation.Srgb).Mutate(image => image.Set(GValue.GIntType, "page-height", Side));
        var decoder = new CountingDecoder();
        var signer = new ImageSigner([decoder], SignatureProfile.Default, ImageLimits.Default);

        IReadOnlyList<SignedFrame> signed = signer.SignFrames(ImageInput.FromContent(roll.WriteToBuffer(".webp[lossless]"), "roll"));

        Assert.Equal(Frames, signed.Count);
        Assert.All(signed, frame => Assert.Equal(Background.Black, frame.Signed!.Facts.Background));
        Assert.All(signed, frame => Assert.Equal(
            Signers.Default.Sign(PictureFiles.Write([.. WhiteBar(frame.Frame * 4)], Side, 4, ".png")).Signature, frame.Signed!.Signature));
        Assert.Equal(2, decoder.Opened);
    }

    [Fact]
    public void A_multi_picture_JPEG_has_its_pictures_as_frames()
    {
        byte[] content = Mpo(Jpeg("harbour"), Jpeg("city"));
        IReadOnlyList<SignedFrame> frames = SignFrames(content);

        Assert.Equal([Signers.Default.Sign(Jpeg("harbour")).Signature, Signers.Default.Sign(Jpeg("city")).Signature], frames.Select(frame => frame.Signed!.Signature));
        Assert.Single(SignFrames(Mpo(Jpeg("harbour"), [.. Jpeg("city")[..20], .. "hdrgm:Version"u8, .. Jpeg("city")[20..]])));
    }

    [Fact]
    public void A_file_of_one_picture_has_one_frame() => Assert.Equal(1, Assert.Single(SignFrames(Jpeg("city"))).Signed!.Facts.FrameCount);

    [Fact]
    public void A_damaged_page_is_one_error_and_the_others_are_signed()
    {
        const int StripOffsets = 273;
        byte[] content = Roll(".tif", Names);
        int first = BinaryPrimitives.ReadInt32LittleEndian(content.AsSpan(4));
        int second = BinaryPrimitives.ReadInt32LittleEndian(content.AsSpan(first + 2 + (12 * BinaryPrimitives.ReadInt16LittleEndian(content.AsSpan(first)))));
        int entry = Enumerable.Range(0, 40).Select(i => second + 2 + (12 * i)).First(at => BinaryPrimitives.ReadInt16LittleEndian(content.AsSpan(at)) == StripOffsets);
        BinaryPrimitives.WriteInt32LittleEndian(content.AsSpan(entry + 8), int.MaxValue);

        IReadOnlyList<SignedFrame> frames = SignFrames(content);

        SignedFrame bad = Assert.Single(frames, frame => frame.Error is not null);
        Assert.Equal(1, bad.Frame);
        Assert.Contains("Frame 1 of 'roll'", bad.Error!.Message, StringComparison.Ordinal);
        Assert.Equal(2, frames.Count(frame => frame.Signed is not null));
    }

    [Fact]
    public void Adding_all_frames_stores_each_under_its_own_key_and_does_not_sign_them_again()
    {
        using SqliteStore store = Open();
        string file = Write("pages.tif", Roll(".tif", Names));

        Assert.Equal([AddChange.Added, AddChange.Added, AddChange.Added], Add(store, file, allFrames: true).Select(result => result.Outcome!.Change));
        Assert.Equal([AddChange.Unchanged, AddChange.Unchanged, AddChange.Unchanged], Add(store, file, allFrames: true).Select(result => result.Outcome!.Change));
        Assert.Equal([AddChange.Unchanged, AddChange.Unchanged, AddChange.Unchanged], Add(store, file, allFrames: false).Select(result => result.Outcome!.Change));

        MatchRecord[] records = [.. store.Get(new RecordQuery())];
        Assert.Equal([0, 1, 2], records.Select(record => record.Key.Frame));
        Assert.All(records, record => Assert.Equal((3, Background.None), (record.Facts.FrameCount!.Value, record.Facts.Background!.Value)));
        SearchQuery query = new() { Signatures = [new OrientedSignature(Alone("city"), Orientation.Unchanged)] };
        Assert.Equal(1, Assert.Single(store.Search([query])[0].Hits).Record.Key.Frame);
    }

    [Fact]
    public void Frames_that_were_not_asked_for_before_are_signed_when_they_are()
    {
        using SqliteStore store = Open();
        string file = Write("pages.tif", Roll(".tif", Names));

        Assert.Single(Add(store, file, allFrames: false));
        Assert.Equal(3, Add(store, file, allFrames: true).Count);
        Assert.Equal(3, store.Get(new RecordQuery()).Count());
    }

    [Fact]
    public void A_file_that_lost_frames_loses_their_records_and_says_so()
    {
        using SqliteStore store = Open();
        string file = Write("pages.tif", Roll(".tif", Names));
        Add(store, file, allFrames: true);
        Write("pages.tif", Roll(".tif", ["mountains", "city"]));

        IReadOnlyList<AddResult> results = Add(store, file, allFrames: false);

        Assert.Equal(1, results.Sum(result => result.RemovedFrames));
        Assert.Equal([Alone("mountains"), Alone("city")], store.Get(new RecordQuery()).Select(record => record.Signature));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>A white bar on transparency, as red, green, blue and alpha.</summary>
    private static IEnumerable<byte> WhiteBar(int left) =>
        Enumerable.Range(0, Side * Side).SelectMany(i => (byte[])[255, 255, 255, (byte)(i % Side >= left && i % Side < left + 20 && i / Side > 10 ? 255 : 0)]);

    private static IReadOnlyList<SignedFrame> SignFrames(byte[] content) => Signers.Default.SignFrames(ImageInput.FromContent(content, "roll"));

    private static Signature Alone(string name)
    {
        using Image image = Photograph(name);
        return Signers.Default.Sign(image.PngsaveBuffer()).Signature;
    }

    private static Image Photograph(string name) => Image.Thumbnail(Path.Combine(TestFiles.Samples, $"{name}.jpg"), 160, height: 120, size: Enums.Size.Force);

    private static byte[] Jpeg(string name)
    {
        using Image image = Photograph(name);
        return image.JpegsaveBuffer();
    }

    private static byte[] Roll(string suffix, string[] names)
    {
        using Image joined = Image.Arrayjoin([.. names.Select(Photograph)], across: 1);
        using Image roll = joined.Mutate(image =>
        {
            image.Set(GValue.GIntType, "page-height", 120);
            image.Set(GValue.GIntType, "n-pages", names.Length);
        });
        return roll.WriteToBuffer(suffix);
    }

    /// <summary>Two JPEG files as one, with the segment that lists them behind the first marker.</summary>
    private static byte[] Mpo(byte[] first, byte[] second)
    {
        const int Entries = 50;
        byte[] segment = new byte[4 + Entries + 32];
        "MPF\0II*\0\u0008\0\0\0"u8.CopyTo(segment);
        Span<byte> tiff = segment.AsSpan(4);
        BinaryPrimitives.WriteUInt16LittleEndian(tiff[8..], 1);
        BinaryPrimitives.WriteUInt16LittleEndian(tiff[10..], 0xB002);
        BinaryPrimitives.WriteUInt16LittleEndian(tiff[12..], 7);
        BinaryPrimitives.WriteUInt32LittleEndian(tiff[14..], 32);
        BinaryPrimitives.WriteUInt32LittleEndian(tiff[18..], Entries);
        BinaryPrimitives.WriteUInt32LittleEndian(tiff[Entries..], 0x030000);
        BinaryPrimitives.WriteUInt32LittleEndian(tiff[(Entries + 16)..], 0x020002);
        BinaryPrimitives.WriteUInt32LittleEndian(tiff[(Entries + 20)..], (uint)second.Length);
        int length = segment.Length + 2;
        byte[] head = [0xFF, 0xD8, 0xFF, 0xE2, (byte)(length >> 8), (byte)length];
        // Offsets count from the structure behind "MPF".
        BinaryPrimitives.WriteUInt32LittleEndian(tiff[(Entries + 24)..], (uint)(head.Length + segment.Length + first.Length - 2 - head.Length - 4));
        return [.. head, .. segment, .. first[2..], .. second];
    }

    private static IReadOnlyList<AddResult> Add(SqliteStore store, string file, bool allFrames)
    {
        using var session = new AddSession(store, Signers.Default, new AddOptions { AllFrames = allFrames }, CancellationToken.None);
        session.Post(new AddRequest(ImageInput.FromFile(file)));
        session.Flush();
        var results = new List<AddResult>();
        while (session.Waiting > 0)
            results.AddRange(session.Drain(TimeSpan.FromSeconds(1)));

        return results;
    }

    private SqliteStore Open() => SqliteStore.Open(Path.Combine(_folder, "store.db"), new SqliteStoreOptions { Create = true });

    private string Write(string name, byte[] content)
    {
        string file = Path.Combine(_folder, name);
        File.WriteAllBytes(file, content);
        return file;
    }

    /// <summary>libvips, counting how often a file is opened for one frame.</summary>
    private sealed class CountingDecoder : IImageDecoder
    {
        private readonly VipsDecoder _vips = new();

        public int Opened { get; private set; }

        public string Name => _vips.Name;

        public string Version => _vips.Version;

        public bool CanDecode(ImageFormat format) => _vips.CanDecode(format);

        public IPixelReader Open(ReadOnlyMemory<byte> content, ImageFormat format, int frame, ImageLimits limits)
        {
            Opened++;
            return _vips.Open(content, format, frame, limits);
        }

        public IPixelReader? OpenRoll(ReadOnlyMemory<byte> content, ImageFormat format, ImageLimits limits) => _vips.OpenRoll(content, format, limits);
    }
}
