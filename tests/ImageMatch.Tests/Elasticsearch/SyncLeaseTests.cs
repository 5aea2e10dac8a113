using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using ImageMatch.Backends.Elasticsearch;
using ImageMatch.Synchronization;
using ImageMatch.Tests.Stores;
using ImageMatch.Tests.Synchronization;

namespace ImageMatch.Tests.Elasticsearch;

/// <summary>Locks in an index, which machines heed that share a store.</summary>
public sealed class SyncLeaseTests : FolderLockContract, IDisposable
{
    private static readonly string Folder = Path.GetFullPath("/photos");

    private readonly string _index = $"test-{Guid.NewGuid():N}";
    private readonly HttpClient _http = new();

    private ElasticsearchStoreOptions Options => TestEngine.Shared.Options(_index);

    private string Document => $"{TestEngine.Shared.Uris[0]}{_index}{SyncLease.Suffix}/_doc/leases";

    public void Dispose() => _http.Dispose();

    protected override FolderLock AcquireLock(IReadOnlyList<string> folders) => SyncLease.Acquire(Options, "", folders);

    [SkippableFact]
    public void Folders_of_one_name_on_machines_of_other_sources_are_others_but_shares_are_the_same()
    {
        using SyncLease taken = SyncLease.Acquire(Options, "one", [Folder, @"\\nas\photos"]);
        Assert.Empty(taken.Problems);
        Assert.Equal([Folder], SyncLease.Acquire(Options, "one", [Folder]).Problems.Select(problem => problem.Path));

        using SyncLease other = SyncLease.Acquire(Options, "other", [Folder, @"\\NAS\photos\2024"]);
        Assert.Equal([Folder], other.Folders);
        Assert.Equal([@"\\NAS\photos\2024"], other.Problems.Select(problem => problem.Path));
    }

    [SkippableFact]
    public void A_killed_process_leaves_no_lock()
    {
        using Process worker = StoreWorker.Start("sync", _index, TestEngine.Shared.Uris[0].ToString(), Folder);
        Assert.Equal("0", worker.StandardOutput.ReadLine());
        Assert.False(IsFree());

        worker.Kill();
        worker.WaitForExit();
        Assert.True(IsFree());
    }

    [SkippableFact]
    public void A_lock_of_another_machine_holds_until_it_has_not_been_renewed_for_long()
    {
        using FolderLock taken = AcquireLock([Folder]);
        Change(holder => holder["Machine"] = "elsewhere");
        Assert.False(IsFree());

        Change(holder => holder["Until"] = "2020-01-01T00:00:00+00:00");
        Assert.True(IsFree());
    }

    private bool IsFree()
    {
        using FolderLock taken = AcquireLock([Folder]);
        return taken.Problems.Count == 0;
    }

    private void Change(Action<JsonNode> change)
    {
        JsonNode leases = _http.GetFromJsonAsync<JsonNode>(Document).GetAwaiter().GetResult()!["_source"]!;
        change(leases["leases"]![0]!["Holder"]!);
        using HttpResponseMessage answer = _http.PutAsJsonAsync(Document, leases).GetAwaiter().GetResult();
        answer.EnsureSuccessStatusCode();
    }
}
