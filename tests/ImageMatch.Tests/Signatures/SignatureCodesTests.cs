using System.Security.Cryptography;
using System.Text;
using CsCheck;
using ImageMatch.Signatures;

namespace ImageMatch.Tests.Signatures;

/// <summary>The codes that search engines look for. They are stored, so the values here may never change.</summary>
public class SignatureCodesTests
{
    private static readonly Gen<Signature> Signatures = Gen.SByte[-2, 2].Array[PackedSignature.ValueCount].Select(FromHalf);

    [Fact]
    public void Codes_are_those_of_the_rule()
    {
        int[] codes = SignatureCodes.Of(FromHalf([.. Enumerable.Range(0, PackedSignature.ValueCount).Select(i => (sbyte)((7 * i % 5) - 2))]))!;

        Assert.Equal([5480, 126629, 113140, 118992, 57741, 57842, 73676, 54489, 98340, 107425, 100408, 63078], codes.Take(12));
        Assert.Equal(SignatureCodes.StoredCount, codes.Length);
        byte[] hash = HashOf(codes);
        Assert.Equal("57bb1b477d3cbf7ce304dfd034e01cb7", Convert.ToHexStringLower(hash));
    }

    [Fact]
    public void The_stored_codes_are_the_first_of_those_asked_for() => Signatures.Sample(
        signature => Assert.Equal(SignatureCodes.Of(signature), SignatureCodes.Of(signature, SignatureCodes.AskedCount)!.Take(SignatureCodes.StoredCount)),
        iter: 20);

    [Fact]
    public void An_inverted_picture_has_the_same_codes_with_the_last_bit_flipped() => Signatures.Sample(
        signature =>
        {
            Signature inverted = signature.Permuted(Orientation.Inverted, SignatureOptions.Default);
            Assert.Equal(SignatureCodes.Of(signature)!.Select(SignatureCodes.Inverted), SignatureCodes.Of(inverted)!);
        },
        iter: 20);

    [Fact]
    public void The_codes_of_several_signatures_are_those_of_each() => Signatures.Sample(
        signature =>
        {
            Signature[] all = [.. Orientations.All.Select(orientation => signature.Permuted(orientation, SignatureOptions.Default)), new([1, -1]), signature];
            Assert.Equal(all.Select(each => SignatureCodes.Of(each, SignatureCodes.AskedCount)), SignatureCodes.OfEach(all, SignatureCodes.AskedCount));
        },
        iter: 5);

    [Fact]
    public void Codes_of_a_signature_with_few_values_are_found_too()
    {
        sbyte[] half = new sbyte[PackedSignature.ValueCount];
        half[100] = 1;

        // Every combination answers with 1: the first ones are taken.
        Assert.Equal(Enumerable.Range(0, SignatureCodes.AskedCount), SignatureCodes.Of(FromHalf(half), SignatureCodes.AskedCount)!.Select(code => code / 2));
    }

    [Fact]
    public void A_featureless_signature_has_no_codes_and_one_of_another_layout_none_at_all()
    {
        Assert.Empty(SignatureCodes.Of(new Signature(new sbyte[648]))!);
        Assert.Null(SignatureCodes.Of(new Signature([1, -1])));
    }

#pragma warning disable CA5351 // A check value, no secret.
    private static byte[] HashOf(int[] codes) => MD5.HashData(Encoding.ASCII.GetBytes(string.Join(',', codes)));
#pragma warning restore CA5351

    private static Signature FromHalf(sbyte[] half)
    {
        sbyte[] values = new sbyte[SignatureOptions.Default.ValueCount];
        PackedSignature.FromHalf(half, values);
        return new Signature(values);
    }
}
