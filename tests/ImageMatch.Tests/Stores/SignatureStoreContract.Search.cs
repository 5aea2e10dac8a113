using CsCheck;
using ImageMatch.Signatures;
using ImageMatch.Stores;

namespace ImageMatch.Tests.Stores;

/// <summary>Searching.</summary>
public abstract partial class SignatureStoreContract
{
    protected static SearchQuery Query(Signature signature, double cutoff = SearchQuery.DefaultDistanceCutoff) => new()
    {
        Signatures = [new OrientedSignature(signature, Orientation.Unchanged)],
        DistanceCutoff = cutoff,
    };

    protected IReadOnlyList<SearchHit> Search(SearchQuery query) => Assert.Single(Store.Search([query])).Hits;

    protected IReadOnlyList<SearchHit> Search(Signature signature) => Search(Query(signature));

    [SkippableFact]
    public void Copies_are_found_in_the_order_of_their_distances()
    {
        Store.Add(
        [
            TestRecords.Draft("/far.jpg", TestRecords.Near(1, 40)),
            TestRecords.Draft("/other.jpg", 2),
            TestRecords.Draft("/same.jpg", 1),
            TestRecords.Draft("/near.jpg", TestRecords.Near(1, 5)),
        ]);

        IReadOnlyList<SearchHit> hits = Search(TestRecords.Signature(1));

        Assert.Equal(["/same.jpg", "/near.jpg", "/far.jpg"], hits.Select(hit => hit.Record.Key.Path));
        Assert.Equal(0, hits[0].Distance);
        Assert.Equal(SignatureOptions.Default.WordCount, hits[0].Score);
        Assert.Equal(Orientation.Unchanged, hits[0].Orientation);
        Assert.Equal(SignatureDistance.Between(TestRecords.Signature(1), TestRecords.Near(1, 40)), hits[2].Distance);
        Assert.Equal(SignatureWords.Score(TestRecords.Signature(1), TestRecords.Near(1, 40), SignatureOptions.Default), hits[2].Score);
    }

    [SkippableFact]
    public void A_search_finds_what_a_plain_loop_finds()
    {
        Gen.Select(Gen.Int[1, 3], Gen.Int[0, 120]).List[1, 30].Sample(
            pairs =>
            {
                Store.Remove([.. Store.Get(new()).Select(record => record.Id)]);
                RecordDraft[] drafts = [.. pairs.Select((pair, i) => TestRecords.Draft($"/{i:00}.jpg", TestRecords.Near(pair.Item1, pair.Item2)))];
                Store.Add(drafts);
                Signature asked = TestRecords.Signature(1);
                foreach (double cutoff in new[] { 0.1, 0.45, 1 })
                {
                    var expected = drafts
                        .Select(draft => (Distance: SignatureDistance.Between(asked, draft.Signed!.Signature), draft.Key.Path))
                        .Where(hit => hit.Distance < cutoff)
                        .Order()
                        .ToList();
                    Assert.Equal(expected, Search(Query(asked, cutoff)).Select(hit => (hit.Distance, hit.Record.Key.Path)));
                    Assert.Equal(expected.Take(3), Search(Query(asked, cutoff) with { First = 3 }).Select(hit => (hit.Distance, hit.Record.Key.Path)));
                }
            },
            iter: 20,
            threads: 1);
    }

    [SkippableFact]
    public void Line_art_is_compared_by_its_own_distance_whichever_way_is_searched()
    {
        sbyte[] values = TestRecords.Signature(1).Values.ToArray();
        for (int i = 0; i < values.Length / 3; i++)
            values[i] = values[i] is 2 or -2 ? (sbyte)0 : values[i];

        var blanked = new Signature(values);
        Store.Add([TestRecords.Draft("/same.jpg", 1), TestRecords.Draft("/blanked.jpg", blanked)]);
        double plain = SignatureDistance.Between(TestRecords.Signature(1), blanked);
        double lineArt = SignatureDistance.Between(TestRecords.Signature(1), blanked, lineArt: true);
        Assert.InRange(lineArt, plain + 0.01, 1);
        foreach (bool exact in new[] { false, true })
        {
            SearchQuery query = Query(TestRecords.Signature(1), Math.BitIncrement(lineArt)) with { LineArt = true, Exact = exact };
            Assert.Equal([0, lineArt], Search(query).Select(hit => hit.Distance));
            Assert.Equal([0.0], Search(query with { DistanceCutoff = lineArt }).Select(hit => hit.Distance));
            Assert.Equal([0, plain], Search(query with { LineArt = false }).Select(hit => hit.Distance));
        }
    }

    [SkippableFact]
    public void Hits_at_one_distance_are_ordered_by_path_and_the_first_are_chosen_so()
    {
        Store.Add([.. "dbcae".Select(name => TestRecords.Draft($"/{name}.jpg", 1))]);

        Assert.Equal(["/a.jpg", "/b.jpg", "/c.jpg", "/d.jpg", "/e.jpg"], Search(TestRecords.Signature(1)).Select(hit => hit.Record.Key.Path));
        Assert.Equal(["/a.jpg", "/b.jpg"], Search(Query(TestRecords.Signature(1)) with { First = 2 }).Select(hit => hit.Record.Key.Path));
        Assert.Empty(Search(Query(TestRecords.Signature(1)) with { First = 0 }));
    }

    [SkippableFact]
    public void A_record_counts_once_with_its_nearest_orientation()
    {
        Store.Add([TestRecords.Draft("/turned.jpg", 1)]);

        SearchHit hit = Assert.Single(Search(new SearchQuery
        {
            Signatures =
            [
                new(TestRecords.Near(1, 20), Orientation.Unchanged),
                new(TestRecords.Signature(1), Orientation.Rotated90),
                new(TestRecords.Signature(2), Orientation.Rotated180),
            ],
        }));

        Assert.Equal(0, hit.Distance);
        Assert.Equal(Orientation.Rotated270, hit.Orientation);
    }

    [SkippableFact]
    public void Several_queries_get_an_answer_each_in_their_order()
    {
        Store.Add([TestRecords.Draft("/a.jpg", 1), TestRecords.Draft("/b.jpg", 2)]);

        IReadOnlyList<SearchAnswer> answers = Store.Search([Query(TestRecords.Signature(2)), Query(TestRecords.Signature(3)), Query(TestRecords.Signature(1))]);

        Assert.Equal(["/b.jpg"], answers[0].Hits.Select(hit => hit.Record.Key.Path));
        Assert.Empty(answers[1].Hits);
        Assert.Equal(["/a.jpg"], answers[2].Hits.Select(hit => hit.Record.Key.Path));
    }

    [SkippableFact]
    public void The_first_hits_are_chosen_among_those_that_pass_the_filter()
    {
        Store.Add([.. Enumerable.Range(0, 9).Select(i => TestRecords.Draft($"/{i}.jpg", TestRecords.Near(1, i)).With($"{{\"n\": {i}}}"))]);
        var filter = new Comparison(["Metadata", "n"], FilterOperator.GreaterOrEqual, TestRecords.Json("4"));

        IReadOnlyList<SearchHit> hits = Search(Query(TestRecords.Signature(1)) with { Filter = filter, First = 2 });

        Assert.Equal(["/4.jpg", "/5.jpg"], hits.Select(hit => hit.Record.Key.Path));
    }

    [SkippableFact]
    public void The_picture_itself_is_left_out_by_path_or_id()
    {
        RecordDraft windows = TestRecords.Draft(@"C:\Scans\a.jpg", 1);
        Store.Add([windows, windows with { Key = windows.Key with { Frame = 1 } }, windows with { AsNew = true }]);
        MatchRecord other = Add(TestRecords.Draft("/other.jpg", 1));
        SearchQuery query = Query(TestRecords.Signature(1)) with { First = 1 };

        Assert.Equal(["/other.jpg"], Search(query with { ExcludedPath = "c:/scans/A.JPG" }).Select(hit => hit.Record.Key.Path));
        Assert.NotEqual(other.Id, Assert.Single(Search(query with { ExcludedId = other.Id })).Record.Id);
        Assert.Empty(Search(query with { ExcludedPath = @"C:\Scans\a.jpg", ExcludedId = other.Id }));
    }

    [SkippableFact]
    public void A_featureless_picture_is_like_nothing()
    {
        var flat = new Signature(new sbyte[SignatureOptions.Default.ValueCount]);
        Store.Add([TestRecords.Draft("/flat.png", flat), TestRecords.Draft("/a.jpg", 1)]);

        Assert.Empty(Search(Query(flat, 1)));
        Assert.DoesNotContain(Search(Query(TestRecords.Signature(1), 1)), hit => hit.Record.Key.Path == "/flat.png");
    }

    [SkippableFact]
    public void Additions_updates_and_removals_of_others_are_seen_by_the_next_search()
    {
        ISignatureStore other = Open();
        Assert.Empty(Search(TestRecords.Signature(1)));

        string id = Assert.Single(other.Add([TestRecords.Draft("/a.jpg", 1)])).Record!.Id;
        Assert.Equal(0, Assert.Single(Search(TestRecords.Signature(1))).Distance);

        other.Add([TestRecords.Draft("/a.jpg", 2)]);
        Assert.Empty(Search(TestRecords.Signature(1)));
        Assert.Equal(id, Assert.Single(Search(TestRecords.Signature(2))).Record.Id);

        other.Remove([id]);
        Assert.Empty(Search(TestRecords.Signature(2)));
    }

    [SkippableFact]
    public void A_query_without_meaning_is_refused()
    {
        SearchQuery query = Query(TestRecords.Signature(1));
        SearchQuery[] refused =
        [
            query with { DistanceCutoff = 1.5 },
            query with { DistanceCutoff = double.NaN },
            query with { First = -1 },
            Query(new Signature([1, -1])),
            query with { Filter = new Comparison(["Colour"], FilterOperator.Equal, TestRecords.Json("1")) },
        ];

        Assert.All(refused, each => Assert.Equal(StoreError.QueryRefused, Assert.Throws<StoreException>(() => Store.Search([each])).Error));
    }

    [SkippableFact]
    public void A_cancelled_search_ends()
    {
        Store.Add([TestRecords.Draft("/a.jpg", 1)]);

        Assert.ThrowsAny<OperationCanceledException>(() => Store.Search([Query(TestRecords.Signature(1))], new CancellationToken(canceled: true)));
    }
}
