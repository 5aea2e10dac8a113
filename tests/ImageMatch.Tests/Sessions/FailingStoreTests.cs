using ImageMatch.Backends.Elasticsearch;
using ImageMatch.Backends.Elasticsearch.Rest;
using ImageMatch.Imaging;
using ImageMatch.Sessions;
using ImageMatch.Stores;
using ImageMatch.Tests.Elasticsearch;
using ImageMatch.Tests.Imaging;

namespace ImageMatch.Tests.Sessions;

/// <summary>Pictures that are being added when the store fails.</summary>
public sealed class FailingStoreTests
{
    private static readonly string[] Pictures = [.. Directory.GetFiles(TestFiles.Samples).Order(StringComparer.Ordinal)];

    [SkippableTheory]
    [InlineData("_bulk", 4)]
    [InlineData("_mget", 0)]
    public void Each_picture_that_was_not_stored_is_told_before_the_session_ends(string lost, int stored)
    {
        Uri engine = TestEngine.Shared.Uris[0];
        int calls = 0;
        using var node = new LoopbackNode(request => request.Path.Contains(lost, StringComparison.Ordinal) && Interlocked.Increment(ref calls) > stored / 4
            ? NodeAnswer.Cut
            : request.Forward(engine));
        var options = new ElasticsearchStoreOptions
        {
            Cluster = new RestClientOptions { Uris = [node.Uri], MaxRetries = 1, WriteRetryTime = TimeSpan.Zero },
            Index = $"test-{Guid.NewGuid():N}",
            Create = true,
        };
        using ElasticsearchStore store = ElasticsearchStore.Open(options);
        using var session = new AddSession(store, Signers.Default, new AddOptions { BatchSize = 4 }, CancellationToken.None);
        foreach (string path in Pictures)
            session.Post(new AddRequest(ImageInput.FromFile(path)));
        session.Flush();

        var results = new List<AddResult>();
        StoreException failure = Assert.Throws<StoreException>(() =>
        {
            while (session.Waiting > 0)
                results.AddRange(session.Drain(Timeout.InfiniteTimeSpan));
        });

        Assert.Equal(StoreError.StoreUnreachable, failure.Error);
        Assert.Equal(Pictures, results.Select(result => result.Request.Input.Path));
        Assert.All(results.Take(stored), result => Assert.Equal(AddChange.Added, result.Outcome!.Change));
        Assert.All(results.Skip(stored), result =>
        {
            Assert.Equal(StoreError.StoreUnreachable, Assert.IsType<StoreException>(result.Error).Error);
            Assert.StartsWith($"{result.Request.Input.Path} was not stored", result.Error!.Message, StringComparison.Ordinal);
        });
        Assert.Equal(stored, store.Get(new()).Count());
    }
}
