using ImageMatch.Duplicates;
using ImageMatch.Imaging;
using ImageMatch.Stores;
using ImageMatch.Tests.Imaging;
using ImageMatch.Tests.Stores;

namespace ImageMatch.Tests.Duplicates;

public sealed class FileInspectorTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("imagematch-");

    private string Original => Path.Combine(_folder.FullName, "a [1].jpg");

    public FileInspectorTests() => File.Copy(Path.Combine(TestFiles.Samples, "harbour-small.jpg"), Original);

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void A_file_as_it_was_signed_has_no_obstacle()
    {
        FileSighting sighting = Look(Record(Original));
        Assert.Null(sighting.Obstacle);
        Assert.NotNull(sighting.Identity);
        Assert.Equal(1, sighting.Names);
    }

    [Fact]
    public void A_file_with_another_time_and_the_same_content_is_unchanged()
    {
        MatchRecord record = Record(Original);
        File.SetLastWriteTimeUtc(Original, new DateTime(2020, 1, 1));
        Assert.Null(Look(record).Obstacle);
    }

    [Fact]
    public void Files_that_are_gone_or_changed_are_known()
    {
        MatchRecord record = Record(Original);
        byte[] bytes = File.ReadAllBytes(Original);
        bytes[^3] ^= 1;
        File.WriteAllBytes(Original, bytes);
        AssertObstacle(DuplicateStatus.Changed, "has other content than when it was signed", record);

        File.AppendAllText(Original, "more");
        AssertObstacle(DuplicateStatus.Changed, "has another length than when it was signed", record);

        File.Delete(Original);
        AssertObstacle(DuplicateStatus.Gone, "is gone", record);

        Directory.CreateDirectory(Original);
        AssertObstacle(DuplicateStatus.Gone, "is gone", record);
    }

    [Fact]
    public void Content_that_changed_under_the_same_length_and_time_shows_when_the_file_is_read()
    {
        MatchRecord record = Record(Original);
        DateTime written = File.GetLastWriteTimeUtc(Original);
        File.WriteAllBytes(Original, new byte[(int)record.Facts.Length!]);
        File.SetLastWriteTimeUtc(Original, written);

        Assert.Null(Look(record).Obstacle);
        FileSighting read = new FileInspector("").Look(record, verifyContent: true);
        Assert.Equal((DuplicateStatus.Changed, "has other content than when it was signed"), (read.Obstacle, read.Reason));

        MatchRecord unhashed = record with { Facts = record.Facts with { ContentHash = null } };
        Assert.Equal(DuplicateStatus.Unknown, new FileInspector("").Look(unhashed, verifyContent: true).Obstacle);
    }

    [SkippableFact]
    public void A_link_is_known()
    {
        string link = Path.Combine(_folder.FullName, "link.jpg");
        Skip.If(OperatingSystem.IsWindows(), "Making a link needs rights on Windows.");
        File.CreateSymbolicLink(link, Original);
        AssertObstacle(DuplicateStatus.Link, $"is a link to {Original}", Record(link));

        MatchRecord broken = Record(link);
        File.Delete(Original);
        AssertObstacle(DuplicateStatus.Link, $"is a link to {Original}", broken);
    }

    [SkippableFact]
    public void All_names_of_a_file_are_one_identity()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "Hard links are made by ln here.");
        string hard = Path.Combine(_folder.FullName, "hard.jpg");
        using (var ln = System.Diagnostics.Process.Start("ln", [Original, hard]))
            Assert.True(ln.WaitForExit(10_000));
        string linkedFolder = Path.Combine(_folder.FullName, "linked");
        Directory.CreateSymbolicLink(linkedFolder, _folder.FullName);
        string copy = Path.Combine(_folder.FullName, "copy.jpg");
        File.Copy(Original, copy);

        FileSighting original = Look(Record(Original));
        Assert.Equal(2, original.Names);
        Assert.Equal(original.Identity, Look(Record(hard)).Identity);
        Assert.Equal(original.Identity, Look(Record(Path.Combine(linkedFolder, "a [1].jpg"))).Identity);
        Assert.NotEqual(original.Identity, Look(Record(copy)).Identity);

        var inspector = new FileInspector("");
        Assert.NotNull(inspector.Identify(_folder.FullName));
        Assert.Equal(inspector.Identify(_folder.FullName), inspector.Identify(linkedFolder));
        Assert.Equal(original.Identity, inspector.Identify(Original));
        Assert.Null(inspector.Identify(Path.Combine(_folder.FullName, "nothing.jpg")));
    }

    [Fact]
    public void What_is_no_file_here_is_unknown()
    {
        MatchRecord record = Record(Original);
        AssertObstacle(DuplicateStatus.Unknown, "is on server", record with { Key = record.Key with { Source = "server" } });
        AssertObstacle(DuplicateStatus.Unknown, "is no file of this machine", record with { Key = new RecordKey("", "http://example.org/a.jpg") });
        AssertObstacle(DuplicateStatus.Unknown, "was stored without what would show a change; add it again with Add-MatchImage", record with { Facts = new FileFacts() });
    }

    private static FileSighting Look(MatchRecord record) => new FileInspector("").Look(record);

    private static void AssertObstacle(DuplicateStatus obstacle, string reason, MatchRecord record)
    {
        FileSighting sighting = Look(record);
        Assert.Equal((obstacle, reason), (sighting.Obstacle, sighting.Reason));
    }

    private static MatchRecord Record(string path) => TestRecords.Record(path, TestRecords.Signature(1)) with
    {
        Facts = new FileFacts
        {
            Length = new FileInfo(path).ResolveLinkTarget(true) is FileInfo target ? target.Length : new FileInfo(path).Length,
            LastWriteTime = File.GetLastWriteTimeUtc(path),
            ContentHash = Signers.Default.HashContent(ImageInput.FromFile(path)),
        },
    };
}
