using ImageMatch.Backends.Elasticsearch;
using ImageMatch.Signatures;
using ImageMatch.Stores;
using ImageMatch.Tests.Stores;

namespace ImageMatch.Tests.Elasticsearch;

/// <summary>How many requests searches take, each of which costs a round trip to the cluster.</summary>
public sealed class RoundTripTests : IDisposable
{
    private readonly string _index = $"test-{Guid.NewGuid():N}";
    private readonly RequestLog _requests;

    public RoundTripTests() => _requests = new RequestLog(_index);

    [SkippableTheory]
    [InlineData(false)]
    [InlineData(true)]
    public void All_orientations_of_a_picture_are_asked_for_in_one_request_and_its_hits_fetched_in_another(bool compatible)
    {
        using ElasticsearchStore store = Fill(compatible);

        Assert.Equal("/3.jpg", Assert.Single(Search(store, 3)[0].Hits).Record.Key.Path);
        Assert.Equal(["_msearch", "_search"], _requests.Take());
    }

    [SkippableFact]
    public void A_picture_that_matches_nothing_takes_one_request()
    {
        using ElasticsearchStore store = Fill();

        Assert.Empty(Search(store, 1000)[0].Hits);
        Assert.Equal(["_msearch"], _requests.Take());
    }

    [SkippableFact]
    public void A_block_of_pictures_takes_no_more_requests_than_one()
    {
        using ElasticsearchStore store = Fill();

        Assert.All(Search(store, [.. Enumerable.Range(0, 15)]), answer => Assert.Single(answer.Hits));
        Assert.Equal(["_msearch", "_search"], _requests.Take());
    }

    [SkippableFact]
    public void Pictures_added_to_an_empty_store_are_found_by_the_next_search_of_the_same_connection()
    {
        using ElasticsearchStore store = ElasticsearchStore.Open(TestEngine.Shared.Options(_index));
        Assert.Empty(Search(store, 3)[0].Hits);

        store.Add([TestRecords.Draft("/3.jpg", 3)]);

        Assert.Single(Search(store, 3)[0].Hits);
    }

    public void Dispose() => _requests.Dispose();

    private static IReadOnlyList<SearchAnswer> Search(ElasticsearchStore store, params int[] seeds) => store.Search(
    [
        .. seeds.Select(seed => new SearchQuery
        {
            Signatures = [.. Orientations.All.Select(orientation => new OrientedSignature(TestRecords.Signature(seed).Permuted(orientation, SignatureOptions.Default), orientation))],
        }),
    ]);

    /// <summary>A store that was searched before, so that how large it is is known.</summary>
    private ElasticsearchStore Fill(bool compatible = false)
    {
        ElasticsearchStore store = ElasticsearchStore.Open(TestEngine.Shared.Options(_index) with { Compatible = compatible });
        SignatureProfile profile = store.Profile;
        store.Add([.. Enumerable.Range(0, 15).Select(i => TestRecords.Draft($"/{i}.jpg", i) with { Signed = TestRecords.Signed(TestRecords.Signature(i), profile) })]);
        Search(store, 0);
        _requests.Take();
        return store;
    }
}
