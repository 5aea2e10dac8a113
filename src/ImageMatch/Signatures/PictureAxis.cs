namespace ImageMatch.Signatures;

/// <summary>The rows, or the columns, of a picture seen in some orientation.</summary>
/// <param name="Length">Pixels along the axis.</param>
/// <param name="Stride">Bytes from one to the next as stored.</param>
/// <param name="Profile">For each row (column) as stored, the sum of its own grey differences and those of all before it.</param>
/// <param name="IsReversed">Whether the axis runs against the storage.</param>
internal readonly unsafe record struct PictureAxis(int Length, nint Stride, nint Profile, bool IsReversed) : IProfile
{
    public PictureAxis Reversed => this with { IsReversed = !IsReversed };

    /// <summary>Bytes from one pixel to the next in this direction.</summary>
    public nint Step => IsReversed ? -Stride : Stride;

    /// <summary>Where a position lies in the storage, in bytes.</summary>
    public nint Offset(int position) => Stored(position) * Stride;

    /// <summary>The position as stored.</summary>
    public int Stored(int position) => IsReversed ? Length - 1 - position : position;

    /// <summary>The sum of differences from the axis's beginning up to and including a position.</summary>
    public long Accumulated(int position)
    {
        var profile = (long*)Profile;
        if (!IsReversed)
            return profile[position];

        int before = Length - 2 - position;
        return profile[Length - 1] - (before < 0 ? 0 : profile[before]);
    }
}
