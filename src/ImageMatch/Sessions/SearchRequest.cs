using System.Text.Json;
using ImageMatch.Imaging;
using ImageMatch.Stores;

namespace ImageMatch.Sessions;

/// <summary>A picture to be searched for: one to be signed, or one that is signed already.</summary>
public sealed record SearchRequest
{
    /// <summary>Asks for a picture that is yet to be signed.</summary>
    public SearchRequest(ImageInput input)
    {
        Input = input;
        Path = input.Path;
    }

    /// <summary>Asks for a picture that is signed.</summary>
    /// <param name="path">What it is called in results; if it is a file's, windows of the picture are taken of that file where they are wanted.</param>
    /// <param name="frame">The page or frame, from 0.</param>
    /// <param name="signed">Its signature.</param>
    /// <param name="record">The record that it is, if it is one.</param>
    public SearchRequest(string path, int frame, SignedPicture signed, MatchRecord? record = null)
    {
        Path = path;
        Signed = signed;
        Record = record;
        File = ImageInput.FromPath(path, frame);
    }

    /// <summary>What the picture is called in results.</summary>
    public string Path { get; }

    /// <summary>Where the picture is, or null where it is signed.</summary>
    public ImageInput? Input { get; }

    /// <summary>The signature, or null where it is to be made.</summary>
    public SignedPicture? Signed { get; }

    /// <summary>The file of a picture that is signed, as far as is known.</summary>
    public ImageInput? File { get; }

    /// <summary>The record that is asked for, or null.</summary>
    public MatchRecord? Record { get; }
}

/// <summary>How searches are done.</summary>
public sealed record SearchOptions
{
    /// <summary>Pictures signed at once; the number of cores by default.</summary>
    public int ThrottleLimit { get; init; } = Environment.ProcessorCount;

    /// <summary>A match is a distance below this; 0 to 1.</summary>
    public double DistanceCutoff { get; init; } = SearchQuery.DefaultDistanceCutoff;

    /// <summary>Whether distances are those for drawings and text.</summary>
    public bool LineArt { get; init; }

    /// <summary>At most this many hits a picture, the nearest; null for all.</summary>
    public int? First { get; init; }

    /// <summary>Whether the picture is searched for in all 16 orientations.</summary>
    public bool AllOrientations { get; init; }

    /// <summary>
    /// Whether windows of the picture are searched for too, which finds stored pictures that are crops of it. In a store with crop tolerance they always are.
    /// </summary>
    public bool QueryWindows { get; init; }

    /// <summary>Leaves out the records of the picture itself.</summary>
    public bool ExcludeSelf { get; init; }

    /// <summary>Only records that pass; null for all.</summary>
    public RecordFilter? Filter { get; init; }

    /// <summary>Compares every stored signature, on a store that else looks for candidates.</summary>
    public bool Exact { get; init; }

    /// <summary>How many candidates such a store compares for each signature; null for its own choice.</summary>
    public int? CandidateLimit { get; init; }

    /// <summary>A query in the language of the store's engine that records must fit; null for none.</summary>
    public JsonElement? EngineQuery { get; init; }
}

/// <summary>The hits of one picture, or the reason why there are none to be had.</summary>
/// <param name="Request">What was asked for.</param>
/// <param name="Signed">The picture's signature; null where there is an error.</param>
/// <param name="Answer">The hits; null where there is an error.</param>
/// <param name="Error">Why the picture was not signed; null where it was.</param>
public sealed record SearchResult(SearchRequest Request, SignedPicture? Signed, SearchAnswer? Answer, Exception? Error = null)
{
    /// <summary>Whether windows of the picture were to be asked for too, but could not be taken of its file: crops may be missing.</summary>
    public bool LacksWindows { get; init; }
}
