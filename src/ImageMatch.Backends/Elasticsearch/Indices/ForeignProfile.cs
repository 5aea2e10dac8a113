using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using ImageMatch.Signatures;
using ImageMatch.Stores;

namespace ImageMatch.Backends.Elasticsearch;

/// <summary>
/// The profile of an index that image_match made, which does not say it: the reference's, with the sizes of signatures and words that its documents have.
/// Options that leave no trace there are those that the user names.
/// </summary>
internal static class ForeignProfile
{
    private const int SampleSize = 20;

    /// <summary>Reads the profile from a few documents.</summary>
    /// <param name="index">The index.</param>
    /// <param name="asked">What the user asks for.</param>
    /// <exception cref="StoreException">The documents hold no signatures, or none that go with their words.</exception>
    public static SignatureProfile Read(StoreIndex index, Func<SignatureProfile, SignatureProfile>? asked, CancellationToken cancellationToken)
    {
        SignatureOptions options = asked?.Invoke(SignatureProfile.Reference).Options ?? SignatureOptions.Default;
        JsonElement[] sample = Sample(index, cancellationToken);
        if (sample.Length > 0)
        {
            // One document that somebody broke says nothing of the others.
            (JsonElement Hit, Signature? Signature)[] read = [.. sample.Select(hit => (hit, RecordDocument.ReadSignature(hit, index.Layout)))];
            if (!Array.Exists(read, each => each.Signature is not null))
                throw Unreadable(index, "keeps no signatures in _source");
            SignatureOptions[] fitting =
            [
                .. read.Select(each => each.Signature is { } signature ? Fit(options, signature, WordsOf(each.Hit, index.Layout)) : null).OfType<SignatureOptions>(),
            ];
            if (fitting.Length == 0)
                throw Unreadable(index, "has signatures that do not go with their words");
            options = fitting.CountBy(each => each).MaxBy(pair => pair.Value).Key;
        }

        return SignatureProfile.Reference with { Options = options };
    }

    private static JsonElement[] Sample(StoreIndex index, CancellationToken cancellationToken)
    {
        var body = new JsonObject
        {
            ["size"] = SampleSize,
            ["track_total_hits"] = false,
            ["query"] = Queries.Any([.. index.Layout.Roots.Select(root => Queries.Exists($"{root}simple_word_0"))]),
        };
        return [.. index.Search(body, "", cancellationToken).EnumerateArray()];
    }

    /// <summary>The words of a document; none where the index leaves them out of what it gives back.</summary>
    private static long[] WordsOf(JsonElement hit, IndexLayout layout)
    {
        JsonElement source = hit.GetProperty("_source");
        JsonElement fields = RecordDocument.Below(source, RecordDocument.RootOf(source, layout));
        var words = new List<long>();
        while (fields.TryGetProperty(string.Create(CultureInfo.InvariantCulture, $"simple_word_{words.Count}"), out JsonElement word)
            && long.TryParse(word.ToString(), CultureInfo.InvariantCulture, out long number))
        {
            words.Add(number);
        }

        return [.. words];
    }

    /// <summary>The options with the sizes that a document's signature and words have; null where there are none.</summary>
    private static SignatureOptions? Fit(SignatureOptions options, Signature signature, long[] words)
    {
        foreach (bool diagonal in new[] { true, false })
        {
            int size = (int)Math.Sqrt(signature.Values.Length / (diagonal ? 8.0 : 4.0));
            SignatureOptions sized = options with { GridSize = size, DiagonalNeighbors = diagonal };
            if (size < 2 || sized.ValueCount != signature.Values.Length)
                continue;
            if (words.Length == 0)
                return sized;
            sized = sized with { WordCount = words.Length };
            return Enumerable.Range(1, Math.Min(SignatureOptions.MaxWordLength, sized.ValueCount))
                .OrderBy(length => Math.Abs(length - options.WordLength))
                .Select(length => sized with { WordLength = length })
                .FirstOrDefault(fitting => SignatureWords.Of(signature, fitting).AsSpan().SequenceEqual(words));
        }

        return null;
    }

    private static StoreException Unreadable(StoreIndex index, string reason) => new(
        StoreError.StoreUnreadable, $"The index {index.Name} looks like one of image_match, but {reason}; it cannot be used.");
}
