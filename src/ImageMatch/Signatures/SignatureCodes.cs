using System.Numerics;
using System.Runtime.InteropServices;

namespace ImageMatch.Signatures;

/// <summary>
/// Codes of a signature, by which a search engine looks for candidates: of 65,536 fixed combinations of its values, those that answer most strongly. Copies
/// share far more of them than of <see cref="SignatureWords"/>.
/// </summary>
/// <remarks>
/// The combinations come in 128 blocks. Each puts the 272 values of the half (see <see cref="PackedSignature"/>) into slots and signs of its own and takes
/// the Walsh-Hadamard transform. A code is twice the combination's number, plus 1 where its answer is negative. Codes are stored: the rule must not change.
/// </remarks>
public static class SignatureCodes
{
    /// <summary>How many codes of a picture are stored.</summary>
    public const int StoredCount = 63;

    /// <summary>How many codes of a picture are asked for.</summary>
    public const int AskedCount = 126;

    private const int BlockSize = SignatureCodeTable.BlockSize;
    private const int CodeBits = 17;
    private const int MaxAnswer = 1023;

    /// <summary>Answers are about normally distributed: this many standard deviations leave some 330 of 65,536.</summary>
    private const double FirstThreshold = 2.8;

    /// <summary>Takes the codes of a signature, the strongest first.</summary>
    /// <param name="signature">The signature.</param>
    /// <param name="count">How many.</param>
    /// <returns>At most <paramref name="count"/> numbers from 0 to 131,071; none for a featureless signature; null for one of another layout.</returns>
    public static int[]? Of(Signature signature, int count = StoredCount)
    {
        ArgumentNullException.ThrowIfNull(signature);
        Span<sbyte> half = stackalloc sbyte[PackedSignature.ValueCount];
        if (!PackedSignature.TryGetHalf(signature.Values, half))
            return null;

        int squares = 0;
        foreach (sbyte value in half)
            squares += value * value;
        return squares == 0 ? [] : Select(half, count, Math.Sqrt(squares));
    }

    /// <summary>The code that the inverted picture has in place of one.</summary>
    public static int Inverted(int code) => code ^ 1;

    private static int[] Select(ReadOnlySpan<sbyte> half, int count, double deviation)
    {
        var answers = new Vector<short>[SignatureCodeTable.BlockCount / Vector<short>.Count * BlockSize];
        for (int group = 0; group < answers.Length / BlockSize; group++)
            Transform(half, group, answers.AsSpan(group * BlockSize, BlockSize));

        // The threshold is only a guess of where the strongest begin; with none left out, what there is is all.
        var order = new List<int>(4 * count);
        for (double factor = FirstThreshold; ; factor -= 0.5)
        {
            int threshold = Math.Max(1, (int)(factor * deviation));
            Collect(answers, (short)threshold, order);
            if (order.Count >= count || threshold == 1)
                break;
        }

        order.Sort();
        return [.. order.Take(count).Select(entry => entry & ((1 << CodeBits) - 1))];
    }

    /// <summary>The transform of as many blocks as a vector has lanes: a lane is a block, so that no lane meets another.</summary>
    private static void Transform(ReadOnlySpan<sbyte> half, int group, Span<Vector<short>> answers)
    {
        int lanes = Vector<short>.Count;
        Span<short> numbers = MemoryMarshal.Cast<Vector<short>, short>(answers);
        for (int lane = 0; lane < lanes; lane++)
        {
            ReadOnlySpan<short> slots = SignatureCodeTable.Slots((group * lanes) + lane);
            ReadOnlySpan<short> signs = SignatureCodeTable.Signs((group * lanes) + lane);
            for (int i = 0; i < half.Length; i++)
                numbers[(slots[i] * lanes) + lane] = (short)(half[i] * signs[i]);
        }

        for (int step = 1; step < BlockSize; step *= 2)
        {
            for (int start = 0; start < BlockSize; start += 2 * step)
            {
                Span<Vector<short>> first = answers.Slice(start, step);
                Span<Vector<short>> second = answers.Slice(start + step, step);
                for (int i = 0; i < first.Length; i++)
                {
                    (Vector<short> u, Vector<short> v) = (first[i], second[i]);
                    first[i] = u + v;
                    second[i] = u - v;
                }
            }
        }
    }

    /// <summary>Lists the answers of at least a strength as numbers that sort by strength, then by combination.</summary>
    private static void Collect(Vector<short>[] answers, short threshold, List<int> order)
    {
        order.Clear();
        var limit = new Vector<short>(threshold);
        for (int i = 0; i < answers.Length; i++)
        {
            Vector<short> answer = answers[i];
            if (!Vector.GreaterThanOrEqualAny(Vector.Abs(answer), limit))
                continue;

            int firstBlock = i / BlockSize * Vector<short>.Count;
            for (int lane = 0; lane < Vector<short>.Count; lane++)
            {
                int strength = Math.Abs((int)answer[lane]);
                if (strength < threshold)
                    continue;
                int combination = ((firstBlock + lane) * BlockSize) + (i % BlockSize);
                order.Add(((MaxAnswer - strength) << CodeBits) | (2 * combination) | (answer[lane] < 0 ? 1 : 0));
            }
        }
    }
}
