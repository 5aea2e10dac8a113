using CsCheck;
using ImageMatch.Signatures;

namespace ImageMatch.Tests.Signatures;

public class PackedSignatureTests
{
    internal static readonly Gen<sbyte[]> Halves = Gen.SByte[-2, 2].Array[PackedSignature.ValueCount];

    [Fact]
    public void Packing_and_unpacking_restores_any_signature() => Halves.Sample(half =>
    {
        Signature signature = FromHalf(half);
        byte[] packed = new byte[PackedSignature.ByteCount];

        Assert.True(PackedSignature.TryPack(signature, packed));
        Assert.Equal(signature, PackedSignature.Unpack(packed));
    });

    [Fact]
    public void Half_of_a_signature_is_what_it_was_made_from() => Halves.Sample(half =>
    {
        sbyte[] restored = new sbyte[PackedSignature.ValueCount];

        Assert.True(PackedSignature.TryGetHalf(FromHalf(half).Values, restored));
        Assert.Equal(half, restored);
    });

    [Fact]
    public void Each_place_of_a_half_stands_for_two_opposite_values()
    {
        for (int i = 0; i < PackedSignature.ValueCount; i++)
        {
            sbyte[] half = new sbyte[PackedSignature.ValueCount];
            half[i] = 2;
            int[] places = [.. FromHalf(half).Values.ToArray().Select((value, place) => value * place).Where(place => place != 0)];

            Assert.Equal(2, places.Length);
            Assert.True(places[0] > 0 && places[0] / 2 % 8 >= 4);
            Assert.True(places[1] < 0 && -places[1] / 2 % 8 == 7 - (places[0] / 2 % 8));
        }
    }

    [Fact]
    public void Byte_of_the_inverted_picture_is_124_minus_the_byte() => Halves.Sample(half =>
    {
        byte[] packed = new byte[PackedSignature.ByteCount];
        byte[] inverted = new byte[PackedSignature.ByteCount];
        PackedSignature.TryPack(FromHalf(half), packed);
        PackedSignature.TryPack(FromHalf([.. half.Select(value => (sbyte)-value)]), inverted);

        Assert.Equal(inverted, packed.Select(b => (byte)(124 - b)));
    });

    [Fact]
    public void Any_single_change_that_breaks_the_layout_is_refused() => Gen.Select(Halves, Gen.Int[0, 647], Gen.SByte[-3, 3]).Sample((half, place, value) =>
    {
        sbyte[] values = FromHalf(half).Values.ToArray();
        bool changed = values[place] != value;
        values[place] = value;

        Assert.Equal(!changed, PackedSignature.TryPack(new Signature(values), new byte[PackedSignature.ByteCount]));
    });

    [Theory]
    [InlineData(0)]
    [InlineData(647)]
    [InlineData(649)]
    public void Signature_of_another_length_is_refused(int count) =>
        Assert.False(PackedSignature.TryPack(new Signature(new sbyte[count]), new byte[PackedSignature.ByteCount]));

    [Theory]
    [InlineData(90, 0, 62)]
    [InlineData(92, 0, 62)]
    [InlineData(91, 125, 62)]
    [InlineData(91, 255, 62)]
    [InlineData(91, 62, 0)]
    public void Bytes_that_are_no_packed_signature_are_refused(int count, byte first, byte last)
    {
        byte[] packed = [.. Enumerable.Repeat((byte)62, count)];
        packed[0] = first;
        packed[^1] = last;

        Assert.Throws<ArgumentException>(() => PackedSignature.Unpack(packed));
    }

    internal static Signature FromHalf(ReadOnlySpan<sbyte> half)
    {
        Span<sbyte> values = stackalloc sbyte[SignatureOptions.Default.ValueCount];
        PackedSignature.FromHalf(half, values);
        return new Signature(values);
    }
}
