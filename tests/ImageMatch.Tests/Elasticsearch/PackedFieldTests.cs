using CsCheck;
using ImageMatch.Backends.Elasticsearch;
using ImageMatch.Signatures;
using ImageMatch.Tests.Signatures;

namespace ImageMatch.Tests.Elasticsearch;

public sealed class PackedFieldTests
{
    [Fact]
    public void A_signature_comes_back_from_80_bytes() => PackedSignatureTests.Halves.Sample(half =>
    {
        Signature signature = PackedSignatureTests.FromHalf(half);
        byte[] bytes = PackedField.Write(signature);

        Assert.Equal(80, bytes.Length);
        Assert.Equal(signature, PackedField.Read(bytes));
    });

    [Theory]
    [InlineData(1)]
    [InlineData(200)]
    [InlineData(648)]
    public void Another_signature_comes_back_value_by_value(int count)
    {
        var signature = new Signature([.. Enumerable.Range(0, count).Select(i => (sbyte)((i % 9) - 4))]);

        Assert.Equal(signature, PackedField.Read(PackedField.Write(signature)));
    }

    [Fact]
    public void Bytes_that_are_no_signature_are_none() => Assert.Null(PackedField.Read([.. Enumerable.Repeat((byte)255, PackedField.ByteCount)]));
}
