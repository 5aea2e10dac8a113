using CsCheck;
using ImageMatch.Signatures;

namespace ImageMatch.Tests.Signatures;

public class SignatureWordsTests
{
    private static readonly Gen<Signature> Signatures = PackedSignatureTests.Halves.Select(half => PackedSignatureTests.FromHalf(half));

    [Fact]
    public void Words_are_numbers_of_as_many_digits_as_their_length() =>
        Gen.Select(Signatures, Gen.Int[1, SignatureOptions.MaxWordLength], Gen.Int[1, 648]).Sample((signature, length, count) =>
        {
            long[] words = SignatureWords.Of(signature, new SignatureOptions { WordLength = length, WordCount = count });
            long end = Enumerable.Repeat(3L, length).Aggregate((product, digit) => product * digit);

            Assert.Equal(count, words.Length);
            Assert.All(words, word => Assert.InRange(word, 0, end - 1));
        });

    [Fact]
    public void Words_of_inverted_picture_have_mirrored_digits() => Signatures.Sample(signature =>
    {
        long[] words = SignatureWords.Of(signature);
        long[] inverted = SignatureWords.Of(signature.Permuted(Orientation.Inverted, SignatureOptions.Default));

        Assert.All(words.Zip(inverted), pair => Assert.Equal(43_046_720, pair.First + pair.Second));
    });

    [Fact]
    public void Score_counts_words_shared_position_by_position()
    {
        Assert.Equal(2, SignatureWords.Score([1, 2, 3, 4], [1, 3, 2, 4]));
        Assert.Throws<ArgumentException>(() => SignatureWords.Score([1, 2], [1, 2, 3]));
    }

    [Fact]
    public void Signature_shares_all_words_with_itself() => Signatures.Sample(signature =>
        Assert.Equal(63, SignatureWords.Score(SignatureWords.Of(signature), SignatureWords.Of(signature))));

    [Fact]
    public void Signature_of_other_options_is_refused() =>
        Assert.Throws<ArgumentException>(() => SignatureWords.Of(new Signature(new sbyte[648]), new SignatureOptions { GridSize = 5 }));
}
