using ImageMatch.PowerShell.Tests.Sessions;
using ImageMatch.Tests;

namespace ImageMatch.PowerShell.Tests.Commands;

public class AddMatchImageTests
{
    [Fact]
    public void A_file_needs_no_setting_up_for_a_load()
    {
        using var session = WithTree();
        Assert.Equal(4, session.Run("Add-MatchImage tree -Recurse -FastLoad -PassThru").Clean().Count);
    }

    [Fact]
    public void A_folder_means_its_files_and_recurse_those_below()
    {
        using var session = WithTree();
        Assert.Equal(2, session.Run("Add-MatchImage tree -PassThru").Clean().Count);
        Assert.Equal(4, session.Run("Add-MatchImage tree -Recurse -PassThru").Clean().Count);
        Assert.Equal(3, session.Run("Add-MatchImage tree -Recurse -Include *.jpg -PassThru").Clean().Count);
        Assert.Equal(3, session.Run("Add-MatchImage tree -Recurse -Exclude deeper -PassThru").Clean().Count);
    }

    [Fact]
    public void Folders_in_the_stream_of_get_childitem_are_passed_over()
    {
        using var session = WithTree();
        var run = session.Run("Get-ChildItem tree | Add-MatchImage -PassThru -Verbose");
        Assert.Equal(2, run.Clean().Count);
        Assert.Contains(run.Verbose, line => line.StartsWith("Passed over: 0 files that are no pictures; 1 ", StringComparison.Ordinal));
        Assert.Equal(4, session.Run("Get-ChildItem tree -Recurse | Add-MatchImage -PassThru").Clean().Count);
    }

    [SkippableFact]
    public void Links_are_not_followed_into_loops()
    {
        Skip.If(OperatingSystem.IsWindows(), "Making links takes rights on Windows.");
        using var session = WithTree();
        Directory.CreateSymbolicLink(Path.Combine(session.Folder, "tree", "inner", "loop"), Path.Combine(session.Folder, "tree"));
        Assert.Equal(4, session.Run("Add-MatchImage tree -Recurse -PassThru").Clean().Count);
    }

    [Fact]
    public void Wildcards_strings_and_literal_paths_are_taken()
    {
        using var session = WithTree();
        Assert.Single(session.Run("Add-MatchImage tree/c*.jpg -PassThru").Clean());
        Assert.Equal(2, session.Run("'tree/city.jpg', 'tree/plan.png' | Add-MatchImage -PassThru").Clean().Count);
        Assert.Single(session.Run("Add-MatchImage -LiteralPath tree/city.jpg -PassThru").Clean());
        Assert.Empty(session.Run("Add-MatchImage tree/nothing*.jpg").Clean());
    }

    [Theory]
    [InlineData("a[1].jpg")]
    [InlineData("ü b.jpg")]
    [InlineData("-x.jpg")]
    [InlineData("it's $5 `n.jpg")]
    public void Odd_names_are_found_stored_and_removed(string name)
    {
        using var session = new PowerShellSession();
        var path = session.CopySample("city.jpg", name);
        session.CopySample("plan.png", "a1.jpg");
        session.CopySample("fruit.jpg", "deep/" + name);
        Assert.Equal([path], session.Run("param($name) Get-ChildItem | Where-Object Name -eq $name | Add-MatchImage -PassThru", name).Values("Path"));
        Assert.Equal([path], session.Run("param($path) Search-MatchImage -LiteralPath $path", path).Values("Path"));
        Assert.Equal([path], session.Run("param($name) Get-MatchImage -LiteralPath $name", name).Values("Path"));
        session.Run("param($name) [void]$ExecutionContext.SessionState.Path.SetLocation('deep'); Remove-MatchImage -LiteralPath ../$name", name).Clean();
        Assert.Empty(session.Run("Get-MatchImage").Clean());
        Assert.True(File.Exists(path));
    }

    [Fact]
    public void A_path_longer_than_260_characters_and_a_relative_one_are_stored_whole()
    {
        using var session = new PowerShellSession();
        var name = Path.Combine([.. Enumerable.Repeat(new string('d', 60), 5), "city.jpg"]);
        var path = session.CopySample("city.jpg", name);
        Assert.Equal([path], session.Run("param($name) Add-MatchImage $name -PassThru", name).Values("Path"));
        Assert.Equal([path], session.Run("param($folder) [void]$ExecutionContext.SessionState.Path.SetLocation($folder); Get-MatchImage city.jpg", Path.GetDirectoryName(path)).Values("Path"));
    }

    [Fact]
    public void Bytes_and_streams_are_stored_under_their_name()
    {
        using var session = new PowerShellSession();
        var path = Path.Combine(TestFiles.Samples, "city.jpg");
        var script = """
            param($path)
            Add-MatchImage -Content ([IO.File]::ReadAllBytes($path)) -Name 'bytes of a city' -PassThru
            $stream = [IO.File]::OpenRead($path)
            Add-MatchImage -Content $stream -Name 'stream of a city' -PassThru
            $stream.Dispose()
            Get-MatchImage 'bytes of*'
            """;
        Assert.Equal(["bytes of a city", "stream of a city", "bytes of a city"], session.Run(script, path).Values("Path"));
        Assert.Equal("InvalidArgument,ImageMatch.PowerShell.AddMatchImageCommand", session.Run("Add-MatchImage -Content ([byte[]](1))").Errors.Single().FullyQualifiedErrorId);
    }

    [Fact]
    public void A_name_is_a_string_for_one_picture_or_a_script_block()
    {
        using var session = WithTree();
        Assert.Equal(["the city"], session.Run("Add-MatchImage tree/city.jpg -Name 'the city' -PassThru").Values("Path"));
        Assert.Equal(["tree-city.jpg", "tree-plan.png"], session.Run("Add-MatchImage tree -Name { 'tree-' + $_.Name } -PassThru").Values("Path"));
        Assert.StartsWith("InvalidArgument,", session.Run("Add-MatchImage tree -Name 'one for two'").Errors.Single().FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Fact]
    public void Metadata_is_a_hashtable_an_object_or_a_script_block_and_comes_back_by_name()
    {
        using var session = WithTree();
        Assert.Equal("stuff!", session.Run("(Add-MatchImage tree/city.jpg -Metadata @{ things = 'stuff!'; n = 1, 2 } -PassThru).Metadata.things").Single().BaseObject);
        Assert.Equal(2L, session.Run("(Get-MatchImage tree/city.jpg).Metadata.n[1]").Single().BaseObject);
        Assert.Equal("b", session.Run("(Add-MatchImage tree/city.jpg -Metadata ([pscustomobject]@{ a = [pscustomobject]@{ x = 'b' } }) -PassThru).Metadata.a.x").Single().BaseObject);
        Assert.Equal("city.jpg", session.Run("(Add-MatchImage tree/city.jpg -Metadata { @{ file = $_.Name } } -PassThru).Metadata.file").Single().BaseObject);
    }

    [Fact]
    public void Metadata_of_an_unchanged_file_is_stored_and_what_is_not_given_stays()
    {
        using var session = WithTree();
        session.Run("Add-MatchImage tree/city.jpg -Metadata @{ a = 1 }").Clean();
        var run = session.Run("Add-MatchImage tree/city.jpg -Metadata @{ a = 2 } -PassThru -Verbose");
        Assert.Contains("0 added, 1 updated, 0 unchanged.", run.Verbose);
        Assert.Equal(2L, session.Run("Add-MatchImage tree/city.jpg; (Get-MatchImage tree/city.jpg).Metadata.a").Single().BaseObject);
        Assert.Null(session.Run("(Add-MatchImage tree/city.jpg -Metadata $null -PassThru).Metadata").Clean().SingleOrDefault());
    }

    [Fact]
    public void What_a_script_block_throws_is_that_files_error()
    {
        using var session = WithTree();
        var run = session.Run("Add-MatchImage tree -Metadata { if ($_.Extension -eq '.jpg') { throw 'no jpg' } @{ ok = 1 } } -PassThru");
        Assert.Equal("plan.png", Path.GetFileName((string)Assert.Single(run.Output).Properties["Path"].Value));
        var error = Assert.Single(run.Errors);
        Assert.StartsWith("MetadataScriptFailed,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("no jpg", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void As_new_stores_another_record()
    {
        using var session = WithTree();
        session.Run("Add-MatchImage tree/city.jpg; Add-MatchImage tree/city.jpg -AsNew -Metadata @{ second = $true }").Clean();
        Assert.Equal(2, session.Run("Get-MatchImage tree/city.jpg").Clean().Count);
        Assert.Equal(2, session.Run("Search-MatchImage tree/city.jpg").Clean().Count);
        Assert.Empty(session.Run("Search-MatchImage tree/city.jpg -ExcludeSelf").Clean());
    }

    [Fact]
    public void A_changed_file_is_signed_again_and_verify_content_looks_at_the_bytes()
    {
        using var session = WithTree();
        var city = Path.Combine(session.Folder, "tree", "city.jpg");
        session.Run("Add-MatchImage tree/city.jpg").Clean();
        var time = File.GetLastWriteTimeUtc(city);
        var bytes = File.ReadAllBytes(city);
        bytes[^3] ^= 1;
        File.WriteAllBytes(city, bytes);
        File.SetLastWriteTimeUtc(city, time);
        Assert.Contains("0 added, 0 updated, 1 unchanged.", session.Run("Add-MatchImage tree/city.jpg -Verbose").Verbose);
        Assert.Contains("0 added, 1 updated, 0 unchanged.", session.Run("Add-MatchImage tree/city.jpg -VerifyContent -Verbose").Verbose);
        File.Copy(Path.Combine(TestFiles.Samples, "fruit.jpg"), city, overwrite: true);
        Assert.Contains("0 added, 1 updated, 0 unchanged.", session.Run("Add-MatchImage tree/city.jpg -Verbose").Verbose);
    }

    [Fact]
    public void What_if_creates_no_store_and_confirm_asks()
    {
        using var session = WithTree();
        session.Run("Add-MatchImage tree -WhatIf").Clean();
        session.Run("& { $WhatIfPreference = $true; Add-MatchImage tree }").Clean();
        Assert.False(File.Exists(session.StorePath));
        Assert.Equal(2, session.Run("Add-MatchImage tree -Confirm:$false -PassThru").Clean().Count);
    }

    [Fact]
    public void Bad_pictures_are_one_error_each_and_the_others_are_stored()
    {
        using var session = WithTree();
        var folder = Path.Combine(session.Folder, "tree");
        File.WriteAllText(Path.Combine(folder, "text.jpg"), "no picture");
        File.WriteAllBytes(Path.Combine(folder, "empty.png"), []);
        File.WriteAllBytes(Path.Combine(folder, "half.jpg"), File.ReadAllBytes(Path.Combine(TestFiles.Samples, "harbour.jpg"))[..60000]);
        File.WriteAllText(Path.Combine(folder, "readme.txt"), "a text by the way");
        var run = session.Run("Add-MatchImage tree, tree/missing.jpg -PassThru -Verbose");
        Assert.Equal(2, run.Output.Count);
        Assert.Equal(
            ["EmptyFile", "TruncatedPicture", "NotAPicture", "FileNotFound"],
            run.Errors.Select(error => error.FullyQualifiedErrorId.Split(',')[0]));
        Assert.All(run.Errors, error => Assert.StartsWith(folder, (string)error.TargetObject, StringComparison.Ordinal));
        Assert.Contains(run.Verbose, line => line.StartsWith("Passed over: 1 files that are no pictures", StringComparison.Ordinal));
        Assert.Equal("NotAPicture", session.Run("Add-MatchImage tree/readme.txt").Errors.Single().FullyQualifiedErrorId.Split(',')[0]);
        Assert.Equal("TooManyPixels", session.Run("Add-MatchImage tree/city.jpg -MaxPixels 100 -Force").Errors.Single().FullyQualifiedErrorId.Split(',')[0]);
        Assert.Equal("TooManyBytes", session.Run("Add-MatchImage tree/city.jpg -MaxBytes 100 -Force").Errors.Single().FullyQualifiedErrorId.Split(',')[0]);
    }

    [Fact]
    public void A_path_of_another_provider_is_refused_and_the_rest_goes_on()
    {
        using var session = WithTree();
        var run = session.Run("Add-MatchImage Variable:HOME, tree/city.jpg, nodrive:x.jpg -PassThru");
        Assert.Single(run.Output);
        Assert.Equal(["NotAFileSystemPath", "PathNotResolved"], run.Errors.Select(error => error.FullyQualifiedErrorId.Split(',')[0]));
    }

    internal static PowerShellSession WithTree()
    {
        var session = new PowerShellSession();
        session.CopySample("city.jpg", "tree/city.jpg");
        session.CopySample("plan.png", "tree/plan.png");
        session.CopySample("fruit.jpg", "tree/inner/fruit.jpg");
        session.CopySample("mountains.jpg", "tree/inner/deeper/mountains.jpg");
        return session;
    }
}
