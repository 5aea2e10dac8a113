using ImageMatch.Sessions;
using ImageMatch.Stores;
using ImageMatch.Synchronization;
using ImageMatch.Tests.Imaging;

namespace ImageMatch.Tests.Synchronization;

/// <summary>What a sync does with every store. Each test has a folder and a store of its own.</summary>
public abstract partial class FolderSyncContract : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("imagematch-");
    private ISignatureStore? _store;
    private DateTime _lastWrite = DateTime.UtcNow.AddHours(-1);

    protected ISignatureStore Store => _store ??= OpenStore();

    /// <summary>The folder that is synced; what else a test needs is beside it.</summary>
    protected string Folder => Directory.CreateDirectory(Path.Combine(_folder.FullName, "pictures [1]")).FullName;

    protected abstract ISignatureStore OpenStore();

    public void Dispose()
    {
        _store?.Dispose();
        _folder.Delete(recursive: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Writes a picture of its own for a number, at a time of its own: two of equal length that a file system wrote at once would pass for unchanged when one replaces the other.</summary>
    protected string Write(string name, int number)
    {
        string path = Path.Combine(Folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var random = new Random(number);
        byte[] pixels = new byte[64 * 64];
        for (int i = 0; i < 16; i++)
        {
            byte grey = (byte)random.Next(256);
            for (int k = 0; k < 256; k++)
                pixels[(i / 4 * 1024) + (i % 4 * 16) + (k / 16 * 64) + (k % 16)] = grey;
        }

        File.WriteAllBytes(path, PictureFiles.Write(pixels, 64, 1, ".png[compression=0]", NetVips.Enums.Interpretation.Bw));
        _lastWrite = _lastWrite.AddSeconds(1);
        File.SetLastWriteTimeUtc(path, _lastWrite);
        return path;
    }

    protected void Move(string from, string to)
    {
        string path = Path.Combine(Folder, to);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.Move(Path.Combine(Folder, from), path);
    }

    protected SyncPlan Plan(SyncOptions? options = null, params string[] folders) =>
        new SyncPlanner(Signers.Default, options ?? new SyncOptions()).Plan(Store, folders.Length == 0 ? [Folder] : folders);

    /// <summary>Syncs, and says what was done: a line for each change, with paths below the folder, in order of these.</summary>
    protected string[] Sync(SyncOptions? options = null, params string[] folders)
    {
        SyncPlan plan = Plan(options, folders);
        SyncChange[] changes = [.. new SyncRun(Store, Signers.Default, options ?? new SyncOptions()).Apply(plan).OfType<SyncChange>()];
        return [.. plan.Problems.Select(problem => problem.Error.ToString()).Concat(changes.Select(Show).Order(StringComparer.Ordinal))];
    }

    protected string[] Stored() => [.. Store.Get(new()).Select(record => Short(record.Key.Path))];

    protected MatchRecord Record(string name) => Store.Get(new() { Paths = [Path.Combine(Folder, name)] }).Single();

    protected string Short(string path) => Path.GetRelativePath(Folder, path).Replace('\\', '/');

    private string Show(SyncChange change) => change.PreviousPath is null
        ? $"{change.Kind} {Short(change.Path)}"
        : $"{change.Kind} {Short(change.PreviousPath)} -> {Short(change.Path)}";

    [SkippableFact]
    public void Exactly_what_changed_is_told_and_moved_pictures_keep_their_records()
    {
        for (int i = 0; i < 70; i++)
            Write($"{i % 3}/{i:D2}.png", i);
        Assert.Equal(70, Sync().Count(line => line.StartsWith("Added ", StringComparison.Ordinal)));
        Assert.Empty(Sync());

        MatchRecord[] before = [.. Store.Get(new())];
        Store.SetMetadata(before.ToDictionary(record => record.Id, record => (System.Text.Json.JsonElement?)System.Text.Json.JsonElement.Parse($"\"{Path.GetFileName(record.Key.Path)}\"")));
        string[] expected =
        [
            .. Enumerable.Range(0, 10).Select(i => { Move($"{i % 3}/{i:D2}.png", $"new/{i:D2}.png"); return $"Moved {i % 3}/{i:D2}.png -> new/{i:D2}.png"; }),
            .. Enumerable.Range(10, 10).Select(i => { Move($"{i % 3}/{i:D2}.png", $"{i % 3}/renamed {i}.png"); return $"Moved {i % 3}/{i:D2}.png -> {i % 3}/renamed {i}.png"; }),
            .. Enumerable.Range(20, 5).Select(i => { Write($"{i % 3}/{i:D2}.png", 1000 + i); return $"Updated {i % 3}/{i:D2}.png"; }),
            .. Enumerable.Range(30, 5).Select(i => { File.Delete(Path.Combine(Folder, $"{i % 3}/{i:D2}.png")); return $"Removed {i % 3}/{i:D2}.png"; }),
            .. Enumerable.Range(100, 5).Select(i => { Write($"added/{i}.png", i); return $"Added added/{i}.png"; }),
        ];

        Assert.Equal(expected.Order(StringComparer.Ordinal), Sync());

        Assert.Empty(Sync());
        Assert.Equal(70, Store.Describe().Count);
        foreach (MatchRecord record in Store.Get(new()).Where(record => record.Metadata is not null))
        {
            MatchRecord then = Assert.Single(before, each => each.Id == record.Id);
            Assert.Equal(Path.GetFileName(then.Key.Path), record.Metadata!.Value.GetString());
            Assert.Equal(then.Added, record.Added);
            Assert.Equal(new FileInfo(record.Key.Path).LastWriteTimeUtc, record.Facts.LastWriteTime);
        }
    }

    [SkippableFact]
    public void Numbered_pictures_move_up_down_and_around()
    {
        foreach (int i in Enumerable.Range(1, 6))
            Write($"{i}.png", i);
        Sync();
        string[] ids = [.. Enumerable.Range(1, 6).Select(i => Record($"{i}.png").Id)];

        foreach (int i in Enumerable.Range(1, 6).Reverse())
            Move($"{i}.png", $"{i + 1}.png");
        Write("1.png", 10);
        Assert.Equal(
            ["Added 1.png", "Moved 1.png -> 2.png", "Moved 2.png -> 3.png", "Moved 3.png -> 4.png", "Moved 4.png -> 5.png", "Moved 5.png -> 6.png", "Moved 6.png -> 7.png"],
            Sync());
        Assert.Equal(ids, Enumerable.Range(2, 6).Select(i => Record($"{i}.png").Id));

        File.Delete(Path.Combine(Folder, "1.png"));
        foreach (int i in Enumerable.Range(1, 6))
            Move($"{i + 1}.png", $"{i}.png");
        Assert.Equal(
            ["Moved 2.png -> 1.png", "Moved 3.png -> 2.png", "Moved 4.png -> 3.png", "Moved 5.png -> 4.png", "Moved 6.png -> 5.png", "Moved 7.png -> 6.png", "Removed 1.png"],
            Sync());
        Assert.Equal(ids, Enumerable.Range(1, 6).Select(i => Record($"{i}.png").Id));

        Move("1.png", "x.png");
        Move("2.png", "1.png");
        Move("x.png", "2.png");
        Assert.Equal(["Moved 1.png -> 2.png", "Moved 2.png -> 1.png"], Sync());
        Assert.Equal([ids[1], ids[0]], Enumerable.Range(1, 2).Select(i => Record($"{i}.png").Id));
        Assert.Empty(Sync());
        Assert.Equal(6, Store.Describe().Count);
    }

    [SkippableFact]
    public void A_copy_is_added_and_an_edited_picture_beside_its_original_keeps_its_record()
    {
        string path = Write("a.png", 1);
        Sync();
        string id = Record("a.png").Id;

        File.Copy(path, Path.Combine(Folder, "copy.png"));
        Assert.Equal(["Added copy.png"], Sync());

        Move("a.png", "a.png_original");
        Write("a.png", 2);
        Assert.Equal(["Added a.png_original", "Updated a.png"], Sync());
        Assert.Equal(id, Record("a.png").Id);
    }

    [SkippableFact]
    public void Pages_of_one_file_and_several_records_of_a_path_move_and_go_together()
    {
        string path = Write("a.png", 1);
        SignedPicture signed = Signers.Default.Sign(path);
        RecordDraft draft = new() { Key = RecordKey.Of(Store.Source, path), Signed = signed };
        Store.Add([draft, draft with { Key = draft.Key with { Frame = 1 } }, draft with { AsNew = true }]);
        Assert.Empty(Sync());
        string[] ids = [.. Store.Get(new()).Select(record => record.Id)];

        Move("a.png", "b/c.png");
        Assert.Equal(["Moved a.png -> b/c.png"], Sync());
        Assert.Equal(["b/c.png", "b/c.png", "b/c.png"], Stored());
        Assert.Equal(ids, Store.Get(new()).Select(record => record.Id));

        File.Delete(Path.Combine(Folder, "b/c.png"));
        Write("other.png", 2);
        Assert.Equal(["Added other.png", "Removed b/c.png"], Sync());
        Assert.Equal(["other.png"], Stored());
    }

    [SkippableFact]
    public void All_frames_of_a_file_are_one_change()
    {
        string path = Path.Combine(Folder, "a.gif");
        byte[] pixels = new byte[32 * 96];
        new Random(1).NextBytes(pixels);
        using (var frames = NetVips.Image.NewFromMemory(pixels, 32, 96, 1, NetVips.Enums.BandFormat.Uchar))
            File.WriteAllBytes(path, frames.Mutate(image => image.Set(NetVips.GValue.GIntType, "page-height", 32)).WriteToBuffer(".gif"));
        var all = new SyncOptions { Add = new AddOptions { AllFrames = true } };

        Assert.Equal(["Added a.gif"], Sync());
        Assert.Equal(["Updated a.gif"], Sync(all));
        Assert.Equal([0, 1, 2], Store.Get(new()).Select(record => record.Key.Frame));
        Assert.Empty(Sync(all));

        Move("a.gif", "b.gif");
        Assert.Equal(["Moved a.gif -> b.gif"], Sync());
        Assert.Equal(["b.gif", "b.gif", "b.gif"], Stored());
        Assert.Empty(Sync(all));
    }

    [SkippableFact]
    public void Records_outside_the_folder_and_of_other_machines_stay()
    {
        SignedPicture signed = Signers.Default.Sign(Write("a.png", 1));
        Store.Add(
        [
            new() { Key = RecordKey.Of(Store.Source, Folder + " beside/gone.png"), Signed = signed },
            new() { Key = new RecordKey("other machine", Path.Combine(Folder, "gone.png")), Signed = signed },
            new() { Key = new RecordKey("", "http://example.org/gone.png"), Signed = signed },
            new() { Key = new RecordKey("", "a name"), Signed = signed },
        ]);

        Assert.Equal(["Added a.png"], Sync());
        Assert.Equal(5, Store.Describe().Count);
    }

    [SkippableFact]
    public void A_sync_that_was_broken_off_goes_on_from_there()
    {
        foreach (int i in Enumerable.Range(0, 12))
            Write($"{i:D2}.png", i);
        Sync();
        string[] ids = [.. Store.Get(new()).Take(8).Select(record => record.Id)];
        foreach (int i in Enumerable.Range(0, 8).Reverse())
            Move($"{i:D2}.png", $"{i + 1:D2}.png.tmp");
        foreach (int i in Enumerable.Range(0, 8))
            File.Move(Path.Combine(Folder, $"{i + 1:D2}.png.tmp"), Path.Combine(Folder, $"{i + 1:D2}.png"), overwrite: true);
        foreach (int i in Enumerable.Range(20, 5))
            Write($"{i:D2}.png", i);
        var options = new SyncOptions { Add = new AddOptions { BatchSize = 2, ThrottleLimit = 1 } };

        int runs = 0;
        for (int left = int.MaxValue; left > 0; runs++)
        {
            // Each run is left after its first commit.
            SyncPlan plan = Plan(options);
            Assert.True(plan.Steps.Count < left, $"{plan.Steps.Count} steps of {left} are left.");
            left = plan.Steps.Count;
            _ = new SyncRun(Store, Signers.Default, options).Apply(plan).FirstOrDefault(change => change is not null);
        }

        Assert.InRange(runs, 4, 20);
        Assert.Equal(ids, Enumerable.Range(1, 8).Select(i => Record($"{i:D2}.png").Id));
        Assert.Equal(Directory.GetFiles(Folder).Order(StringComparer.Ordinal).Select(Short), Stored());
    }
}
