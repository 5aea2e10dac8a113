namespace ImageMatch.Signatures;

/// <summary>Signs pictures by the method of Wong, Bern and Goldberg (ICIP 2002) as the Python image_match computes it, to the last bit.</summary>
public sealed class SignatureGenerator
{
    /// <summary>Makes a generator.</summary>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public SignatureGenerator(SignatureOptions options) => Options = options;

    /// <summary>The options that it signs by.</summary>
    public SignatureOptions Options { get; }

    /// <summary>Signs a filled picture as it would be signed after the change.</summary>
    /// <param name="picture">The picture, filled to its last row; what follows starts from its upright form.</param>
    /// <param name="orientation">What is done to the upright picture before signing.</param>
    public Signature Sign(Picture picture, Orientation orientation = Orientation.Unchanged) => throw new NotSupportedException();

    /// <summary>Signs a filled picture in all 16 orientations, indexed by <see cref="Orientation"/>.</summary>
    public IReadOnlyList<Signature> SignAll(Picture picture) => throw new NotSupportedException();
}
