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
