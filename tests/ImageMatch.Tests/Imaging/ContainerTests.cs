using System.Buffers.Binary;
using System.Text;
using ImageMatch.Imaging;
using ImageMatch.Signatures;
using NetVips;

namespace ImageMatch.Tests.Imaging;

/// <summary>Files that hold a picture in a frame of their own: icons, cursors, and what phones write.</summary>
public class ContainerTests
{
    [Theory]
    [InlineData(1, ImageFormat.Ico)]
    [InlineData(2, ImageFormat.Cur)]
    public void The_largest_picture_of_an_icon_is_signed_as_it_is_alone(byte type, ImageFormat format)
    {
        byte[] large = Png(128);
        SignedPicture signed = Signers.Default.Sign(Icon(type, (16, Png(16)), (128, large), (32, Png(32))));
        Assert.Equal((format, 128, 128), (signed.Facts.Format, signed.Facts.Width, signed.Facts.Height));
        Assert.Equal(Signers.Default.Sign(large).Signature, signed.Signature);
    }

    [SkippableFact]
    public void A_HEIC_that_is_to_be_turned_is_signed_as_it_is_shown()
    {
        TestFiles.RequireShared();
        byte[] phone = File.ReadAllBytes(Path.Combine(TestFiles.Shared, "images", "formats", "tika", "testHEIF.heic"));
        SignedPicture upright = Signers.Default.Sign(ImageInput.FromContent(phone, "upright"), allOrientations: true);

        SignedPicture turned = Signers.Default.Sign(Turned(phone, 1));

        Assert.Equal((544, 800), (turned.Facts.Width, turned.Facts.Height));
        Assert.Equal(upright.Orientations![(int)Orientation.Rotated270], turned.Signature);
    }

    /// <summary>A file of one picture with a property more, as phones write it when they are held upright (ISO 23008-12, 6.5.10).</summary>
    /// <param name="heic">Its picture has all properties that there are.</param>
    /// <param name="quarterTurns">Anticlockwise.</param>
    private static byte[] Turned(byte[] heic, byte quarterTurns)
    {
        byte[] property = [0, 0, 0, 9, .. "irot"u8, quarterTurns];
        int properties = Box("ipco");
        int propertiesEnd = properties + BinaryPrimitives.ReadInt32BigEndian(heic.AsSpan(properties));
        int uses = Box("ipma");
        int usesEnd = uses + BinaryPrimitives.ReadInt32BigEndian(heic.AsSpan(uses));
        byte number = (byte)(++heic[uses + 18] | 0x80);
        foreach ((int at, int more) in new[] { (Box("meta"), 10), (Box("iprp"), 10), (properties, 9), (uses, 1) })
            Grow(at, more);

        // Of each of the three items a base of 4 bytes, behind its number.
        foreach (int item in Enumerable.Range(0, 3))
            Grow(Box("iloc") + 16 + (18 * item) + 4, 10);

        return [.. heic[..propertiesEnd], .. property, .. heic[propertiesEnd..usesEnd], number, .. heic[usesEnd..]];

        int Box(string name) => heic.AsSpan().IndexOf(Encoding.ASCII.GetBytes(name)) - 4;

        void Grow(int at, int more) => BinaryPrimitives.WriteInt32BigEndian(heic.AsSpan(at), BinaryPrimitives.ReadInt32BigEndian(heic.AsSpan(at)) + more);
    }

    private static byte[] Png(int side)
    {
        using Image image = Image.Thumbnail(Path.Combine(TestFiles.Samples, "harbour.jpg"), side, height: side, size: Enums.Size.Force);
        return image.PngsaveBuffer();
    }

    private static byte[] Icon(byte type, params (byte Side, byte[] Png)[] pictures)
    {
        byte[] head = new byte[6 + (16 * pictures.Length)];
        (head[2], head[4]) = (type, (byte)pictures.Length);
        int offset = head.Length;
        for (int i = 0; i < pictures.Length; i++)
        {
            Span<byte> entry = head.AsSpan(6 + (16 * i), 16);
            (entry[0], entry[1]) = (pictures[i].Side, pictures[i].Side);
            BinaryPrimitives.WriteInt32LittleEndian(entry[8..], pictures[i].Png.Length);
            BinaryPrimitives.WriteInt32LittleEndian(entry[12..], offset);
            offset += pictures[i].Png.Length;
        }

        return [.. head, .. pictures.SelectMany(picture => picture.Png)];
    }
}
