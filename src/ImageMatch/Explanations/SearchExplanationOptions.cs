using ImageMatch.Stores;

namespace ImageMatch.Explanations;

/// <summary>The search that is explained.</summary>
public sealed record SearchExplanationOptions
{
    /// <summary>A match is a distance below this.</summary>
    public double DistanceCutoff { get; init; } = Signatures.SignatureDistance.DefaultCutoff;

    /// <summary>Whether distances are those for drawings and text.</summary>
    public bool LineArt { get; init; }

    /// <summary>Whether all 16 orientations are searched for.</summary>
    public bool AllOrientations { get; init; }

    /// <summary>Whether the stored picture passes the filter; null where there is none.</summary>
    public bool? PassesFilter { get; init; }

    /// <summary>
    /// The picture that is searched for, signed to ask a store without crop tolerance, with the windows that such a store is asked for: what an index of image_match gets.
    /// Null where it is not known.
    /// </summary>
    public SignedPicture? PlainDifference { get; init; }

    /// <summary>The index that is searched, to be asked how much its candidates share; null where none is at hand.</summary>
    public SearchedIndex? Index { get; init; }
}

/// <summary>An index of a cluster.</summary>
/// <param name="Kind">Which kind of store it is.</param>
/// <param name="Search">The index.</param>
public sealed record SearchedIndex(SearchedStore Kind, ISignatureSearch Search);
