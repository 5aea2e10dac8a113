using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

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

        Span<short> values = stackalloc short[PackedSignature.ValueCount];
        int squares = 0;
        for (int i = 0; i < half.Length; i++)
        {
            values[i] = half[i];
            squares += half[i] * half[i];
        }

        return squares == 0 ? [] : Select(values, count, Math.Sqrt(squares));
    }

    /// <summary>Takes the codes of several signatures; those of a picture and of its negative cost as much as those of one.</summary>
    /// <returns>What <see cref="Of"/> gives for each.</returns>
    public static IReadOnlyList<int[]?> OfEach(IReadOnlyList<Signature> signatures, int count = StoredCount)
    {
        ArgumentNullException.ThrowIfNull(signatures);
        var known = new Dictionary<Signature, int[]?>();
        foreach (Signature signature in signatures)
        {
            if (known.ContainsKey(signature))
                continue;
            int[]? codes = Of(signature, count);
            known.Add(signature, codes);
            if (codes is not null)
                known.TryAdd(signature.Permuted(Orientation.Inverted, SignatureOptions.Default), Array.ConvertAll(codes, Inverted));
        }

        return [.. signatures.Select(signature => known[signature])];
    }

    /// <summary>The code that the inverted picture has in place of one.</summary>
    public static int Inverted(int code) => code ^ 1;

    private static int[] Select(ReadOnlySpan<short> half, int count, double deviation)
    {
        // The threshold is only a guess of where the strongest begin; with none left out, what there is is all.
        var order = new List<int>(4 * count);
        for (double factor = FirstThreshold; ; factor -= 0.5)
        {
            int threshold = Math.Max(1, (int)(factor * deviation));
            Collect(half, (short)threshold, order);
            if (order.Count >= count || threshold == 1)
                break;
        }

        return TakeStrongest(order, count);
    }

    /// <summary>The codes of the first entries: counted by strength, so that only those that may be among them need to be sorted.</summary>
    private static int[] TakeStrongest(List<int> order, int count)
    {
        Span<int> counts = stackalloc int[MaxAnswer + 1];
        foreach (int entry in order)
            counts[entry >> CodeBits]++;
        int last = 0;
        for (int sum = counts[0]; sum < count && last < MaxAnswer; sum += counts[last])
            last++;

        order.RemoveAll(entry => entry >> CodeBits > last);
        order.Sort();
        return [.. order.Take(count).Select(entry => entry & ((1 << CodeBits) - 1))];
    }

    /// <summary>Lists the answers of at least a strength as numbers that sort by strength, then by combination.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Collect(ReadOnlySpan<short> half, short threshold, List<int> order)
    {
        order.Clear();
        Vector256<short> limit = Vector256.Create(threshold);
        Span<Vector256<short>> answers = stackalloc Vector256<short>[SignatureCodeTable.BlockSize];
        for (int group = 0; group < SignatureCodeTable.GroupCount; group++)
        {
            Answer(half, group, answers);
            for (int i = 0; i < answers.Length; i++)
            {
                Vector256<short> isStrong = Vector256.GreaterThanOrEqual(Vector256.Abs(answers[i]), limit);
                if (isStrong == Vector256<short>.Zero)
                    continue;
                for (uint strong = isStrong.ExtractMostSignificantBits(); strong != 0; strong &= strong - 1)
                {
                    int lane = BitOperations.TrailingZeroCount(strong);
                    int answer = answers[i][lane];
                    int combination = (((group * SignatureCodeTable.GroupSize) + lane) * SignatureCodeTable.BlockSize) + i;
                    order.Add(((MaxAnswer - Math.Abs(answer)) << CodeBits) | (2 * combination) | (answer < 0 ? 1 : 0));
                }
            }
        }
    }

    /// <summary>The answers of a group of blocks: a lane is a block, so that no lane meets another.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static unsafe void Answer(ReadOnlySpan<short> half, int group, Span<Vector256<short>> answers)
    {
        answers.Clear();
        ReadOnlySpan<Vector256<short>> values = Vectors(half);
        fixed (Vector256<short>* vectors = answers)
        {
            short* numbers = (short*)vectors;
            for (int lane = 0; lane < SignatureCodeTable.GroupSize; lane++)
            {
                int block = (group * SignatureCodeTable.GroupSize) + lane;
                ReadOnlySpan<Vector256<short>> signs = Vectors(SignatureCodeTable.Signs(block));
                ReadOnlySpan<ulong> places = MemoryMarshal.Cast<ushort, ulong>(SignatureCodeTable.Places(block));
                // 272 values are 17 vectors.
                for (int i = 0; i < values.Length && i < signs.Length; i++)
                {
                    Vector256<ulong> signed = (values[i] * signs[i]).AsUInt64();
                    Put(numbers, places[4 * i], signed[0]);
                    Put(numbers, places[(4 * i) + 1], signed[1]);
                    Put(numbers, places[(4 * i) + 2], signed[2]);
                    Put(numbers, places[(4 * i) + 3], signed[3]);
                }
            }
        }

        WalshHadamard.Transform(answers);
    }

    /// <summary>Puts four numbers of 16 bits to their places: read together, they cost hardly more than four stores.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe void Put(short* numbers, ulong places, ulong values)
    {
        numbers[(ushort)places] = (short)values;
        numbers[(ushort)(places >> 16)] = (short)(values >> 16);
        numbers[(ushort)(places >> 32)] = (short)(values >> 32);
        numbers[places >> 48] = (short)(values >> 48);
    }

    private static ReadOnlySpan<Vector256<short>> Vectors(ReadOnlySpan<short> numbers) => MemoryMarshal.Cast<short, Vector256<short>>(numbers);
}
