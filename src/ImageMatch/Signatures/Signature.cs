namespace ImageMatch.Signatures;

/// <summary>A signature as a value: 648 numbers in -2..2 (with default options), row by row over the grid, eight neighbours each.</summary>
public sealed class Signature : IEquatable<Signature>
{
    private readonly sbyte[] _values;

    /// <summary>Takes a copy of the values.</summary>
    public Signature(ReadOnlySpan<sbyte> values) => _values = values.ToArray();

    /// <summary>The values; their number is <see cref="SignatureOptions.ValueCount"/>.</summary>
    public ReadOnlySpan<sbyte> Values => _values;

    /// <summary>Whether all values are 0: the picture has no differences to tell it by, and its distance to anything is 1.</summary>
    public bool IsFeatureless => !_values.AsSpan().ContainsAnyExcept((sbyte)0);

    /// <summary>How much the signature can be trusted, 0 to 1: <see cref="SignatureDetail"/>.</summary>
    public double Detail => SignatureDetail.Of(_values);

    /// <summary>Whether the picture has so little detail that unrelated pictures may be near: blank scans, text of one layout, gradients.</summary>
    public bool IsWeak => Detail < SignatureDetail.WeakBelow;

    /// <summary>
    /// About the signature that the picture would have after a change, from the values alone, for records whose picture is not at hand. Inverting is
    /// exact. Turned and mirrored, a few values differ from those of <see cref="SignatureGenerator.Sign"/>: squares and limits are rounded from the
    /// other side there.
    /// </summary>
    /// <param name="orientation">What is done to the picture.</param>
    /// <param name="options">The options that the signature was made by.</param>
    /// <exception cref="ArgumentException">The options belong to signatures of another length.</exception>
    public Signature Permuted(Orientation orientation, SignatureOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (_values.Length != options.ValueCount)
            throw new ArgumentException($"With these options a signature has {options.ValueCount} values; this one has {_values.Length}.", nameof(options));

        var permuted = new sbyte[_values.Length];
        Neighborhood.Permute(_values, orientation, options, permuted);
        return new Signature(permuted);
    }

    /// <inheritdoc/>
    public bool Equals(Signature? other) => other is not null && Values.SequenceEqual(other.Values);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Signature);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.AddBytes(System.Runtime.InteropServices.MemoryMarshal.AsBytes(Values));
        return hash.ToHashCode();
    }
}
