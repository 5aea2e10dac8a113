using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ImageMatch.Signatures;

/// <summary>Where the channels of four RGB pixels side by side go when each is widened to 32 bits.</summary>
internal static class RgbShuffle
{
    /// <summary>Gives 0.</summary>
    private const byte None = 0xFF;

    public static Vector128<byte> Red
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector128.Create(0, None, None, None, 3, None, None, None, 6, None, None, None, 9, None, None, None);
    }

    public static Vector128<byte> Green
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector128.Create(1, None, None, None, 4, None, None, None, 7, None, None, None, 10, None, None, None);
    }

    public static Vector128<byte> Blue
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector128.Create(2, None, None, None, 5, None, None, None, 8, None, None, None, 11, None, None, None);
    }

    /// <summary>Red in the lower 16 bits and green in the upper ones.</summary>
    public static Vector128<byte> RedAndGreen
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector128.Create(0, None, 1, None, 3, None, 4, None, 6, None, 7, None, 9, None, 10, None);
    }
}
