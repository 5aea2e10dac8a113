using ImageMatch.Signatures;
using ImageMatch.Stores;

namespace ImageMatch;

/// <summary>A signature with what is known of the file it came from.</summary>
public sealed record SignedPicture
{
    /// <summary>The signature of the picture as it is.</summary>
    public required Signature Signature { get; init; }

    /// <summary>What is known of the file.</summary>
    public required FileFacts Facts { get; init; }

    /// <summary>What computed it; null where another program did.</summary>
    public Signer? Signer { get; init; }

    /// <summary>When it was signed; null for now.</summary>
    public DateTimeOffset? Time { get; init; }

    /// <summary>The profile that the signature follows.</summary>
    public required SignatureProfile Profile { get; init; }

    /// <summary>The signatures of the picture in all 16 orientations, indexed by <see cref="Orientation"/>; null unless asked for.</summary>
    public IReadOnlyList<Signature>? Orientations { get; init; }

    /// <summary>The windows to be stored with the picture; null where the profile wants none, or where the picture was signed to be asked for.</summary>
    public IReadOnlyList<StoredWindow>? Windows { get; init; }

    /// <summary>The windows to ask for besides the picture, in each orientation that it was signed in; none unless asked for.</summary>
    public IReadOnlyList<OrientedSignature> AskedWindows { get; init; } = [];

    /// <summary>What to ask a store for: the picture and its windows.</summary>
    /// <param name="allOrientations">Whether in all 16 orientations.</param>
    public IReadOnlyList<OrientedSignature> ToAsk(bool allOrientations)
    {
        if (!allOrientations)
            return [new OrientedSignature(Signature, Orientation.Unchanged), .. AskedWindows.Where(asked => asked.Orientation == Orientation.Unchanged)];

        // Windows of a picture that was signed in one orientation turn with it.
        IEnumerable<OrientedSignature> windows = Orientations is not null
            ? AskedWindows
            : Signatures.Orientations.All.SelectMany(orientation =>
                AskedWindows.Select(asked => asked with { Signature = asked.Signature.Permuted(orientation, Profile.Options), Orientation = orientation }));
        return [.. InAllOrientations(), .. windows];
    }

    /// <summary>
    /// What to ask for to find the picture in any orientation: the signatures of all 16, or, where only its own is known, approximations of the other 15 by
    /// permuting its values.
    /// </summary>
    public IReadOnlyList<OrientedSignature> InAllOrientations() =>
        [.. Signatures.Orientations.All.Select(orientation =>
            new OrientedSignature(Orientations?[(int)orientation] ?? Signature.Permuted(orientation, Profile.Options), orientation))];
}
