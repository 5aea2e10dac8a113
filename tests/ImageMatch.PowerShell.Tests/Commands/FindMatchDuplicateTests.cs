using ImageMatch.PowerShell.Tests.Sessions;

namespace ImageMatch.PowerShell.Tests.Commands;

public class FindMatchDuplicateTests
{
    [Fact]
    public void A_group_says_what_to_keep_and_why_and_gives_the_others_as_files()
    {
        using var session = WithCopies();

        var group = session.Run("Find-MatchDuplicate").Single();

        Assert.Equal("harbour.jpg", Path.GetFileName(Text(group, "$_.Keep.Path", session)));
        Assert.StartsWith("largest file (", (string)group.Properties["KeepReason"].Value, StringComparison.Ordinal);
        Assert.Equal(2, group.Properties["Count"].Value);
        Assert.Equal(new FileInfo(Path.Combine(session.Folder, "copies", "a[1].jpg")).Length, group.Properties["ReclaimableBytes"].Value);
        var redundant = Assert.Single((PSObject[])group.Properties["Redundant"].Value);
        Assert.Equal("a[1].jpg", Assert.IsType<FileInfo>(redundant.BaseObject).Name);
        Assert.EndsWith("a[1].jpg", (string)redundant.Properties["PSPath"].Value, StringComparison.Ordinal);
        Assert.EndsWith("harbour.jpg and 1 copy", group.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_is_proposed_of_what_lies_in_the_reference()
    {
        using var session = WithCopies();
        var group = session.Run("Find-MatchDuplicate -ReferencePath copies").Single();
        Assert.Equal(Path.Combine(session.Folder, "copies", "a[1].jpg"), Text(group, "$_.Keep.Path", session));
        Assert.Equal("harbour.jpg", Text(group, "$_.Redundant.Name", session));

        group = session.Run("Find-MatchDuplicate -ReferencePath copies -Keep LargestFile, Oldest").Single();
        Assert.Empty((PSObject[])group.Properties["Redundant"].Value);
        Assert.Equal("Protected: lies in the reference", Text(group, "\"$($_.Members[1].Status): $($_.Members[1].Reason)\"", session));
        Assert.Empty(session.Run("Find-MatchDuplicate copies").Clean());
        Assert.Empty(session.Run("Find-MatchDuplicate -Since ([datetime]::Now.AddDays(1))").Clean());
        Assert.Empty(session.Run("Find-MatchDuplicate -Filter @{ Width = 1 }").Clean());
        Assert.Empty(session.Run("Find-MatchDuplicate -DistanceCutoff 0").Clean());
    }

    [SkippableFact]
    public void A_reference_that_covers_no_stored_picture_ends_the_command()
    {
        Skip.If(OperatingSystem.IsWindows(), "Making a link needs rights on Windows.");
        using var session = WithCopies();
        Directory.CreateSymbolicLink(Path.Combine(session.Folder, "linked"), Path.Combine(session.Folder, "copies"));
        foreach (var reference in new[] { "copis", "cop*", "linked", "copies, nowhere" })
        {
            var run = session.Run($"Find-MatchDuplicate -ReferencePath {reference}");
            Assert.Empty(run.Output);
            var error = Assert.Single(run.Errors);
            Assert.StartsWith("ReferenceNotFound,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
            Assert.Contains($"'{Path.Combine(session.Folder, reference.Split(' ')[^1])}'", error.ToString(), StringComparison.Ordinal);
        }

        Assert.Single(session.Run("Find-MatchDuplicate -ReferencePath 'copies/a`[1`].jpg'").Clean());
    }

    [Fact]
    public void A_folder_that_covers_no_stored_picture_is_said()
    {
        using var session = WithCopies();
        var run = session.Run("Find-MatchDuplicate ., nowhere");
        Assert.Single(run.Clean());
        Assert.Contains(Path.Combine(session.Folder, "nowhere"), Assert.Single(run.Warnings), StringComparison.Ordinal);
    }

    [SkippableFact]
    public void A_file_of_the_reference_is_not_proposed_by_another_name()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "Links are made as on Linux.");
        using var session = WithCopies();
        var copies = Path.Combine(session.Folder, "copies");
        File.Copy(Path.Combine(copies, "a[1].jpg"), Path.Combine(copies, "b.jpg"));
        Directory.CreateSymbolicLink(Path.Combine(session.Folder, "linked"), copies);
        var inner = Directory.CreateDirectory(Path.Combine(copies, "inner")).FullName;
        File.Copy(Path.Combine(copies, "a[1].jpg"), Path.Combine(inner, "c.jpg"));
        Directory.CreateSymbolicLink(Path.Combine(session.Folder, "linked inside"), inner);
        session.Run("Add-MatchImage copies, linked, 'linked inside' -Recurse").Clean();

        var groups = session.Run("$groups = Find-MatchDuplicate -ReferencePath copies; $groups").Clean();

        Assert.Equal(["harbour.jpg"], groups.SelectMany(group => (PSObject[])group.Properties["Redundant"].Value).Select(file => ((FileInfo)file.BaseObject).Name));
        Assert.Equal(
            [Reason("a[1].jpg"), Reason("b.jpg"), Reason("inner/c.jpg"), Reason("inner/c.jpg")],
            session.Run("$groups.Members.Where({ $_.Path -like '*linked*' }).Reason").Clean().Select(reason => reason.ToString()).Order(StringComparer.Ordinal));

        string Reason(string name) => $"is {Path.Combine(copies, name)} of the reference by another name";
    }

    [Fact]
    public void Nothing_is_proposed_against_a_file_whose_content_is_lost()
    {
        using var session = WithCopies();
        var original = new FileInfo(Path.Combine(session.Folder, "harbour.jpg"));
        var written = original.LastWriteTimeUtc;
        File.WriteAllBytes(original.FullName, new byte[original.Length]);
        original.LastWriteTimeUtc = written;

        var group = session.Run("Find-MatchDuplicate").Single();

        Assert.Empty((PSObject[])group.Properties["Redundant"].Value);
        Assert.Equal("Changed: has other content than when it was signed", Text(group, "\"$($_.Members[1].Status): $($_.Members[1].Reason)\"", session));
        Assert.Empty((PSObject[])session.Run("Find-MatchDuplicate -ReferencePath copies -VerifyContent").Single().Properties["Redundant"].Value);
    }

    [Fact]
    public void A_picture_that_was_overwritten_by_an_older_file_counts_as_new()
    {
        using var session = WithCopies();
        session.Run("$since = [datetime]::Now").Clean();
        var overwritten = Path.Combine(session.Folder, "a1.jpg");
        File.Copy(Path.Combine(session.Folder, "harbour.jpg"), overwritten, overwrite: true);
        File.SetLastWriteTimeUtc(overwritten, new DateTime(2020, 1, 1));
        session.Run("Add-MatchImage a1.jpg").Clean();

        Assert.Contains(overwritten, session.Run("(Find-MatchDuplicate -Since $since).Members").Values("Path"));
    }

    [SkippableFact]
    public void Links_and_files_that_changed_or_are_gone_are_not_proposed()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "Links are made as on Linux.");
        using var session = WithCopies();
        var original = Path.Combine(session.Folder, "harbour.jpg");
        File.CreateSymbolicLink(Path.Combine(session.Folder, "link.jpg"), original);
        using (var ln = System.Diagnostics.Process.Start("ln", [original, Path.Combine(session.Folder, "hard.jpg")]))
        {
            Assert.True(ln.WaitForExit(10_000));
        }

        foreach (var name in new[] { "changed.jpg", "gone.jpg" })
        {
            File.Copy(original, Path.Combine(session.Folder, name));
        }

        session.Run("Add-MatchImage harbour.jpg, hard.jpg, changed.jpg, gone.jpg; Add-MatchImage -LiteralPath link.jpg").Clean();
        File.AppendAllText(Path.Combine(session.Folder, "changed.jpg"), "more");
        File.Delete(Path.Combine(session.Folder, "gone.jpg"));

        var group = session.Run("Find-MatchDuplicate -ReferencePath copies").Single();

        var hard = Path.Combine(session.Folder, "hard.jpg");
        Assert.Equal(
            [
                "a[1].jpg Kept in the reference",
                "changed.jpg Changed has another length than when it was signed",
                "gone.jpg Gone is gone",
                $"harbour.jpg SameFile is the same file as {hard}",
                $"hard.jpg SameFile is the same file as {original}",
                $"link.jpg Link is a link to {original}",
            ],
            session.Run("param($group) $group.Members | ForEach-Object { \"$([IO.Path]::GetFileName($_.Path)) $($_.Status) $($_.Reason)\" }", group)
                .Output.Select(line => line.ToString()).Order(StringComparer.Ordinal));
        Assert.Empty((PSObject[])group.Properties["Redundant"].Value);
        Assert.Equal(0L, group.Properties["ReclaimableBytes"].Value);
    }

    [Fact]
    public void Pictures_without_detail_are_copies_by_content_alone_with_a_warning()
    {
        using var session = WithCopies();
        var blank = Convert.FromBase64String("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7");
        foreach (var (name, content) in new[] { ("blank.gif", blank), ("empty.gif", blank), ("other.gif", [.. blank, 0]) })
        {
            File.WriteAllBytes(Path.Combine(session.Folder, name), content);
        }

        var run = session.Run("Add-MatchImage *.gif; Find-MatchDuplicate");

        Assert.StartsWith("3 pictures have too little detail", Assert.Single(run.Warnings), StringComparison.Ordinal);
        Assert.Equal(2, run.Output.Count);
        Assert.Equal("empty.gif", session.Run("param($group) $group.Redundant.Name", run.Output[1]).Single().ToString());
    }

    [Fact]
    public void A_store_that_is_not_there_is_not_made()
    {
        using var session = new PowerShellSession();
        Assert.StartsWith("StoreNotFound,", session.Run("Find-MatchDuplicate").Errors.Single().FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.False(File.Exists(session.StorePath));
    }

    internal static PowerShellSession WithCopies()
    {
        var session = new PowerShellSession();
        session.CopySample("harbour.jpg");
        session.CopySample("city.jpg", "a1.jpg");
        Directory.CreateDirectory(Path.Combine(session.Folder, "copies"));
        File.Move(session.CopySample("harbour-retouched.jpg"), Path.Combine(session.Folder, "copies", "a[1].jpg"));
        session.Run("Add-MatchImage . -Recurse").Clean();
        return session;
    }

    private static string? Text(PSObject item, string script, PowerShellSession session) =>
        session.Run($"param($item) $item | ForEach-Object {{ {script} }}", item).Single().ToString();
}
