using ImageMatch.Signatures;
using ImageMatch.Stores;

namespace ImageMatch.Tests.Stores;

/// <summary>Searches through windows with what a search can be told besides.</summary>
public abstract partial class CropToleranceContract
{
    [SkippableFact]
    public void A_record_comes_with_its_smallest_distance_whichever_of_its_windows_was_found()
    {
        Signature asked = TestRecords.Signature(1);
        RecordDraft[] drafts =
        [
            .. Enumerable.Range(0, 30).Select(i => Draft(
                $"/{i:00}.jpg", TestRecords.Noisy(1, 120, i), [.. Enumerable.Range(1, 5).Select(window => (window, TestRecords.Noisy(1, 80 + (10 * ((i + window) % 3)), (100 * i) + window)))])),
        ];
        Store.Add(drafts);

        IReadOnlyList<SearchHit> hits = Search(Asked(asked));

        var expected = drafts.Select(draft => (
                Best: draft.Signed!.Windows!
                    .Select(window => (Distance: SignatureDistance.Between(asked, window.Signature), window.Number))
                    .Where(window => window.Distance < WindowSets.Light.Cutoff)
                    .Append((Distance: SignatureDistance.Between(asked, draft.Signed.Signature), Number: 0))
                    .Min(),
                draft.Key.Path))
            .Where(each => each.Best.Distance < SearchQuery.DefaultDistanceCutoff)
            .OrderBy(each => each.Best.Distance)
            .ThenBy(each => each.Path, StringComparer.Ordinal);
        Assert.Equal(
            expected.Select(each => (each.Best.Distance, each.Path, WindowSets.Light.StoredAt(each.Best.Number))),
            hits.Select(hit => (hit.Distance, hit.Record.Key.Path, hit.Window?.Stored)));
    }

    [SkippableTheory]
    [InlineData("filter")]
    [InlineData("filter of a path")]
    [InlineData("id")]
    [InlineData("path")]
    public void Records_that_do_not_count_leave_room_for_those_that_do(string how)
    {
        Store.Add([Draft("/in.jpg", 1, (1, TestRecords.Near(50, 30))).With("""{"rights": "press"}""")]);
        RecordDraft[] others =
        [
            .. Enumerable.Range(0, how is "id" or "path" ? 1 : 12)
                .Select(i => Draft($"/out/{i}.jpg", 100 + i, (1, TestRecords.Near(50, i)), (2, TestRecords.Near(50, i + 1))).With("""{"rights": "none"}""")),
        ];
        string firstId = Store.Add(others)[0].Record!.Id;
        SearchQuery query = Asked(TestRecords.Signature(50)) with { CandidateLimit = 1, First = 1 };

        IReadOnlyList<SearchHit> hits = Search(how switch
        {
            "filter" => query with { Filter = new Comparison(["Metadata", "rights"], FilterOperator.Equal, TestRecords.Json("\"press\"")) },
            "filter of a path" => query with { Filter = new Not(new Comparison(["Path"], FilterOperator.Like, TestRecords.Json("\"/out/*\""))) },
            "id" => query with { ExcludedId = firstId },
            _ => query with { ExcludedPath = "/out/0.jpg" },
        });

        SearchHit hit = Assert.Single(hits);
        Assert.Equal("/in.jpg", hit.Record.Key.Path);
        Assert.Equal(SignatureDistance.Between(TestRecords.Signature(50), TestRecords.Near(50, 30)), hit.Distance);
    }

    [SkippableFact]
    public void Windows_are_searched_for_in_all_orientations()
    {
        var window = new PictureWindow(0, 80, 0, 100);
        Store.Add([Draft("/a.jpg", 1, (2, TestRecords.Signature(12))), Draft("/b.jpg", 2)]);

        IReadOnlyList<SearchHit> hits = Search(new SearchQuery
        {
            Signatures =
            [
                .. Orientations.All.Select(orientation => new OrientedSignature(Turned(40, orientation), orientation)),
                .. Orientations.All.Select(orientation => new OrientedSignature(Turned(12, orientation), orientation, window)),
            ],
        });

        SearchHit hit = Assert.Single(hits);
        Assert.Equal(("/a.jpg", 0.0), (hit.Record.Key.Path, hit.Distance));
        Assert.Equal(Orientation.InvertedRotated90, hit.Orientation);
        Assert.Equal(new MatchedWindows(window, WindowSets.Light.Stored[1]), hit.Window);

        // The picture asked for is a turned negative of the stored one, or of another.
        Signature Turned(int seed, Orientation orientation) =>
            TestRecords.Signature(seed).Permuted(Orientation.InvertedRotated90, SignatureOptions.Default).Permuted(orientation, SignatureOptions.Default);
    }

    [SkippableFact]
    public void Windows_are_compared_as_line_art_where_that_is_asked_for()
    {
        Signature faded = TestRecords.Faded(11, 60);
        Store.Add([Draft("/a.jpg", 1, (1, faded))]);
        double plain = SignatureDistance.Between(TestRecords.Signature(11), faded);
        double lineArt = SignatureDistance.Between(TestRecords.Signature(11), faded, lineArt: true);

        foreach (bool exact in new[] { false, true })
        {
            SearchQuery query = Asked(TestRecords.Signature(11)) with { Exact = exact };
            Assert.Equal(plain, Assert.Single(Search(query)).Distance);
            Assert.Equal(lineArt, Assert.Single(Search(query with { LineArt = true })).Distance);
        }
    }
}
